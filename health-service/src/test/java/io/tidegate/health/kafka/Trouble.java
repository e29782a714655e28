package io.tidegate.health.kafka;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.collect.Exposition;
import io.tidegate.health.collect.Scrape;
import io.tidegate.health.collect.Tally;
import io.tidegate.health.collect.Target;
import io.tidegate.health.testing.Plans;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.avro.UserRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A kind of trouble; what it ends in is said of each service that a verdict is given of. */
enum Trouble {
    NONE("api healthy"),
    ERRORS("api unhealthy errors"),
    LATENCY("api unhealthy latency"),
    SHARED("api inconclusive"),
    CHECKS("api unhealthy health-checks"),
    RESETS("api unhealthy errors"),
    RESETS_ALONE("api healthy"),
    OWN_RULE("api unhealthy rule:slower"),
    DEPENDENCY("api inconclusive dependency, prices unhealthy errors");

    private static final int SECONDS = 40;
    private static final int ONSET = 15;
    private static final long REQUESTS = 50;
    private static final int FAST = -100; // a bucket of latencies, some 0.11 s
    private static final int SLOW = -70; // some 0.22 s
    private static final String CHAIN = """
        apiVersion: tidegate.io/v1
        kind: Estate
        metadata: {name: shop}
        spec:
          regions:
            - {name: east, role: primary, wave: 1, trafficShare: 100}
          services:
            - {name: db, image: 'shop/db:1', port: 80}
            - {name: prices, image: 'shop/prices:1', port: 80, dependsOn: [db]}
            - {name: api, image: 'shop/api:1', port: 80, dependsOn: [prices]}
        """;

    private final String end;

    Trouble(String end) {
        this.end = end;
    }

    String end() {
        return end;
    }

    DeploymentStarted started() {
        var running = Map.of(
                "db", Shop.workload("shop/db:1"),
                "prices", Shop.workload("shop/prices:1"),
                "api", Shop.workload("shop/api:1"));
        var started = Plans.started(
                CHAIN, this == DEPENDENCY ? List.of("prices", "api") : List.of("api"), Map.of(Shop.REGION, running));
        if (this == OWN_RULE) {
            started.getPlan()
                    .getPolicy()
                    .getTriggers()
                    .setRules(List.of(UserRule.newBuilder()
                            .setName("slower")
                            .setWhen("requests > 0 && baseline.requests > 0 && p95 > 1.05 * baseline.p95")
                            .setOverMillis(5000)
                            .setSustainedMillis(10_000)
                            .build()));
        }
        return started;
    }

    List<HealthSample> samples(Random random) {
        if (this == RESETS || this == RESETS_ALONE) {
            var samples = counted("1", 0.01, random);
            samples.addAll(counted("2", this == RESETS ? 0.2 : 0.01, random));
            return samples;
        }
        var told = new ArrayList<>(List.of("api 1", "api 2"));
        if (this == DEPENDENCY) {
            told.addAll(List.of("prices 1", "prices 2", "db 1"));
        }
        return IntStream.range(0, SECONDS)
                .boxed()
                .flatMap(second -> told.stream()
                        .map(name -> name.split(" ", 2))
                        .map(name -> sample(name[0], name[1], second, random)))
                .toList();
    }

    private HealthSample sample(String service, String version, int second, Random random) {
        boolean ill = second >= ONSET;
        boolean isNew = version.equals("2");
        boolean isApi = service.equals("api");
        double share =
                switch (this) {
                    case ERRORS -> ill && isNew && isApi ? 0.2 : 0.01;
                    case SHARED -> isApi ? 0.3 : 0.01;
                    case DEPENDENCY -> ill && isNew && !service.equals("db") ? 0.4 : 0.01;
                    default -> 0.01;
                };
        int latency =
                switch (this) {
                    case LATENCY -> ill && isNew && isApi ? SLOW : FAST;
                    case OWN_RULE -> isNew && isApi ? FAST + 3 : FAST;
                    default -> FAST;
                };
        boolean ready = !(this == CHECKS && ill && isNew && isApi);
        return HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService(service)
                .setVersion(version)
                .setSecond(Bench.START.plusSeconds(second))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(REQUESTS)
                .setErrors(failed(share, random))
                .setLatency(List.of(new LatencyBucket(latency, REQUESTS)))
                .setChecks(List.of(CheckOutcome.newBuilder()
                        .setInstance(service + "-" + version)
                        .setReady(ready)
                        .setDeep(true)
                        .build()))
                .build();
    }

    private static long failed(double share, Random random) {
        return IntStream.range(0, (int) REQUESTS)
                .filter(request -> random.nextDouble() < share)
                .count();
    }

    /** From counters of a process that is started anew now and then. */
    private static List<HealthSample> counted(String version, double share, Random random) {
        var names = new Exposition.Names("requests_total", "", 1);
        var samples = new ArrayList<HealthSample>();
        var before = Exposition.NOTHING;
        long good = 0;
        long bad = 0;
        for (int second = 0; second < SECONDS; second++) {
            if (random.nextInt(10) == 0) {
                good = 0;
                bad = 0;
            }
            long failed = failed(share, random);
            good += REQUESTS - failed;
            bad += failed;
            var now = Exposition.of(
                    new Scrape(
                            List.of(
                                    new Scrape.Sample("requests_total", Map.of("code", "200"), good),
                                    new Scrape.Sample("requests_total", Map.of("code", "503"), bad)),
                            List.of()),
                    names);
            var tally = new Tally();
            tally.read();
            tally.add(before, now);
            before = now;
            samples.add(tally.sample(
                    new Target.Version("shop", "production", Shop.REGION, "api", version),
                    Bench.START.plusSeconds(second),
                    "bench",
                    Optional.empty()));
        }
        return samples;
    }
}
