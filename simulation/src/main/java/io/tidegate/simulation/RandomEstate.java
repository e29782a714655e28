package io.tidegate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An estate as chance makes it, and versions whose names say how they will do. */
record RandomEstate(List<String> regions, List<String> services, String document) {
    static final String LANE = "shop/production";
    private static final List<String> REGIONS = List.of("east", "west", "north");
    private static final Duration LATE = Duration.ofSeconds(12);

    static RandomEstate of(World world) {
        var regions = REGIONS.subList(0, world.between(2, 3));
        var services = new ArrayList<String>();
        var text = new StringBuilder("""
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  environments: [{name: production, policy: short}]
                  policies:
                    - name: short
                      concurrency: %d
                      canary: [{setWeight: 20, pause: 2s}, {setWeight: 100, pause: 2s}]
                      readyTimeout: 10s
                      analysisTimeout: 20s
                      stability: 6s
                      rollbackDeadline: 20s
                  regions:
                """.formatted(world.between(1, 4)));
        for (int index = 0; index < regions.size(); index++) {
            int wave = index == 0 ? 1 : world.between(1, index + 1);
            int share = index == 0 ? 100 - 10 * (regions.size() - 1) : 10;
            text.append("    - {name: %s, wave: %d, trafficShare: %d, rollbackWindow: %ds}\n"
                    .formatted(regions.get(index), wave, share, world.between(10, 40)));
        }
        text.append("  services:\n");
        int count = world.between(1, 6);
        for (int index = 0; index < count; index++) {
            var needs = services.stream().filter(service -> world.happens(0.4)).toList();
            services.add("s" + index);
            text.append("    - {name: s%d, image: 'shop/s%d:v0', port: 80, strategy: %s, dependsOn: %s}\n"
                    .formatted(index, index, world.happens(0.6) ? "canary" : "rolling", needs));
        }
        return new RandomEstate(regions, List.copyOf(services), text.toString());
    }

    /** Images for some services; most are good. */
    Map<String, String> images(World world, int number) {
        var images = new LinkedHashMap<String, String>();
        var kinds = List.of("good", "good", "good", "good", "bad", "late", "stuck", "bad-" + world.oneOf(regions));
        for (String service : services) {
            if (world.happens(0.6)) {
                images.put(service, "shop/" + service + ":v" + number + "-" + world.oneOf(kinds));
            }
        }
        return images;
    }

    static String versionOf(String image) {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    static boolean neverReady(String version) {
        return version.endsWith("-stuck");
    }

    /** Whether a version is good in a region after so long under traffic. */
    static boolean healthy(String version, String region, Duration exposed) {
        if (version.endsWith("-late")) {
            return exposed.compareTo(LATE) < 0;
        }
        return !version.endsWith("-bad") && !version.endsWith("-bad-" + region);
    }
}
