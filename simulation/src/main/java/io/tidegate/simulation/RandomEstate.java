package io.tidegate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An estate as chance makes it, and versions whose names say how they will do.
 *
 * @param concurrency services at once in a region
 * @param approvals how many people must agree to a deployment
 * @param skips whether waves go on without a region that is drained
 */
record RandomEstate(
        int concurrency, int approvals, boolean skips, List<RandomRegion> places, List<RandomService> parts) {
    static final String LANE = "shop/production";
    private static final List<String> REGIONS = List.of("east", "west", "north", "south", "isles", "capes", "plains");
    private static final Duration LATE = Duration.ofSeconds(12);

    /** On average a service of a large estate needs so many others. */
    private static final double NEEDS = 2.0;

    /**
     * A region of the installation.
     *
     * @param wave of the estate; {@link #NOWHERE} where the estate is not for this region
     * @param rollbackWindow in seconds
     */
    record RandomRegion(String name, int wave, int rollbackWindow) {
        static final int NOWHERE = 0;
    }

    /** @param migrates whether its versions change data for good */
    record RandomService(String name, boolean canary, boolean migrates, List<String> needs) {}

    RandomEstate {
        places = List.copyOf(places);
        parts = List.copyOf(parts);
    }

    /** Mostly small: what goes wrong mostly does so with few services, and many of them take time. */
    static RandomEstate of(Chance chance) {
        int regions = chance.happens(0.7) ? 3 : chance.between(3, REGIONS.size());
        int services = chance.happens(0.96) ? chance.between(1, 6) : chance.between(7, 60);
        double migrating = chance.happens(0.15) ? 0.5 : 0;
        var places = new ArrayList<RandomRegion>();
        for (int index = 0; index < regions; index++) {
            int wave = index == 0 ? 1 : chance.between(1, index + 1);
            places.add(new RandomRegion(REGIONS.get(index), wave, chance.between(10, 40)));
        }
        var parts = new ArrayList<RandomService>();
        for (int index = 0; index < services; index++) {
            double likely = Math.min(0.4, NEEDS / Math.max(1, index));
            var needs = parts.stream()
                    .map(RandomService::name)
                    .filter(name -> chance.happens(likely))
                    .toList();
            parts.add(new RandomService("s" + index, chance.happens(0.6), chance.happens(migrating), needs));
        }
        return new RandomEstate(
                chance.between(1, 4),
                chance.happens(0.25) ? chance.between(1, 2) : 0,
                chance.happens(0.5),
                places,
                parts);
    }

    /** Nothing of chance: an estate of this size, in three waves, whose services need up to two others. */
    static RandomEstate grown(int regions, int services) {
        var places = IntStream.range(0, regions)
                .mapToObj(index -> new RandomRegion("r" + index, index == 0 ? 1 : index < 10 ? 2 : 3, 30))
                .toList();
        var parts = IntStream.range(0, services)
                .mapToObj(index -> new RandomService("s" + index, index % 2 == 0, false, below(index)))
                .toList();
        return new RandomEstate(10, 0, false, places, parts);
    }

    private static List<String> below(int index) {
        return IntStream.of(index / 2, index - 11)
                .filter(need -> need >= 0 && need < index)
                .distinct()
                .mapToObj(need -> "s" + need)
                .toList();
    }

    /** All regions of the installation. */
    List<String> regions() {
        return places.stream().map(RandomRegion::name).toList();
    }

    /** The regions that the estate is for. */
    private List<RandomRegion> targets() {
        return places.stream()
                .filter(place -> place.wave() != RandomRegion.NOWHERE)
                .toList();
    }

    /** The same without its last service, and without what the others needed of it. */
    RandomEstate withoutService(String gone) {
        return new RandomEstate(
                concurrency,
                approvals,
                skips,
                places,
                parts.stream()
                        .filter(part -> !part.name().equals(gone))
                        .map(part -> new RandomService(
                                part.name(),
                                part.canary(),
                                part.migrates(),
                                part.needs().stream()
                                        .filter(need -> !need.equals(gone))
                                        .toList()))
                        .toList());
    }

    RandomEstate withoutApprovals() {
        return new RandomEstate(concurrency, 0, skips, places, parts);
    }

    RandomEstate withoutRegion(String gone) {
        return new RandomEstate(
                concurrency,
                approvals,
                skips,
                places.stream().filter(place -> !place.name().equals(gone)).toList(),
                parts);
    }

    /** The estate file. */
    String document() {
        var targets = targets();
        int others = targets.size() <= 10 ? 10 : targets.size() <= 100 ? 1 : 0;
        int share = 100 - others * (targets.size() - 1);
        var regions = targets.stream()
                .map(place -> "    - {name: %s, wave: %d, trafficShare: %d, rollbackWindow: %ds%s}\n"
                        .formatted(
                                place.name(),
                                place.wave(),
                                place.equals(targets.getFirst()) ? share : others,
                                place.rollbackWindow(),
                                concurrency % 2 == 0 ? "" : ", validations: [health, smoke]"))
                .collect(Collectors.joining());
        var services = parts.stream()
                .map(part -> "    - {name: %s, image: 'shop/%s:v0', port: 80, strategy: %s, dependsOn: %s%s}\n"
                        .formatted(
                                part.name(),
                                part.name(),
                                part.canary() ? "canary" : "rolling",
                                part.needs(),
                                part.migrates() ? ", migration: {kind: contract}" : ""))
                .collect(Collectors.joining());
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  environments: [{name: production, policy: short%s}]
                  policies:
                    - name: short
                      concurrency: %d
                      canary: [{setWeight: 20, pause: 2s}, {setWeight: 100, pause: 2s}]
                      readyTimeout: 10s
                      analysisTimeout: 20s
                      stability: 6s
                      rollbackDeadline: 20s
                      drained: %s
                  regions:
                %s  services:
                %s%s""".formatted(guards(), concurrency, skips ? "skip" : "hold", regions, services, validators());
    }

    /** Every other estate is validated; by chance of its own it would change what every seed leads to. */
    private String validators() {
        return concurrency % 2 == 0 ? "" : """
                  validators:
                    - {validates: smoke, deadline: 3s, kafka: program}
                    - {validates: connectivity, deadline: 3s, http: [{name: reached, service: s0, path: /}]}
                """;
    }

    /** Where people must agree, a region is frozen for a minute as well. */
    private String guards() {
        return approvals == 0
                ? ", approvals: {required: 0, irreversible: 0}"
                : """
                , approvals: {required: %d, roles: [sre], expiry: 30s}, \
                freezes: [{name: early, from: '00:01', to: '00:02', zone: UTC, regions: [%s]}]""".formatted(approvals, targets().getLast().name());
    }

    /** Images for some services; most are good. */
    Map<String, String> images(Chance chance, int number) {
        var images = new LinkedHashMap<String, String>();
        var kinds = List.of("good", "good", "good", "good", "bad", "late", "stuck", "bad-" + chance.oneOf(regions()));
        for (RandomService part : parts) {
            if (chance.happens(0.6)) {
                images.put(part.name(), "shop/" + part.name() + ":v" + number + "-" + chance.oneOf(kinds));
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
