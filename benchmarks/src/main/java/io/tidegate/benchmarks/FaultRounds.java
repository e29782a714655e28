package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.benchmarks.FaultGrid.Fault;
import io.tidegate.benchmarks.FaultGrid.Outcome;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Brings a new version in beside the one before, lets it be good for some seconds, makes some of its requests fail from a
 * known moment on, and waits until it is gone; for every fault of a {@link FaultGrid}. What was found unhealthy stays so, so
 * each round has a version of its own. Several estates, each in one region, do this side by side.
 */
final class FaultRounds {
    /** How long a fault may stay unnoticed; the canary's stage takes no longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** How long a version is good, so that what it does is known before the onset. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final ObjectNode suite;
    private final List<String> regions;
    private final FaultGrid grid;
    private final Consumer<String> teller;
    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    /** @param regions the control plane's first */
    FaultRounds(ObjectNode suite, List<String> regions, FaultGrid grid, Consumer<String> teller) {
        this.suite = suite;
        this.regions = regions;
        this.grid = grid;
        this.teller = teller;
    }

    /**
     * Plays so many rounds of each fault.
     *
     * @param missing is told which rounds could not be played, and why
     */
    List<Figure> measure(int rounds, int lanes, BiConsumer<String, String> missing) throws InterruptedException {
        var faults = new ConcurrentLinkedQueue<>(grid.rounds(rounds));
        int all = faults.size();
        var threads = new ArrayList<Thread>();
        for (int number = 0; number < lanes; number++) {
            var lane = new Lane(number, regions.get((number + 1) % regions.size()));
            threads.add(Thread.ofPlatform().name("lane " + number).start(() -> lane.run(faults, all)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        failures.forEach(failure -> missing.accept("rounds", failure));
        if (outcomes.size() + failures.size() < all) {
            missing.accept("rounds", (all - outcomes.size()) + " of " + all + " were not played");
        }
        return grid.figures(List.copyOf(outcomes));
    }

    /** An estate of one service in one region, deployed to again and again. */
    private final class Lane {
        private final String region;
        private final String service;
        private final String estate;
        private int versions;

        Lane(int number, String region) {
            this.region = region;
            this.service = "runner-" + number;
            this.estate = "faults-" + number;
        }

        void run(Queue<Fault> faults, int all) {
            var home = regions.getFirst();
            var verdicts =
                    region.equals(home) ? Topic.HEALTH_VERDICTS.topicName() : Topic.HEALTH_VERDICTS.replicaName(region);
            try (var log = new RegionLog(suite, home);
                    var tail =
                            log.tail(Topic.STEP_REQUESTS.topicName(), Topic.DEPLOYMENT_STATUS.topicName(), verdicts)) {
                var begin = next(tail, Duration.ofSeconds(1));
                begin.request(log);
                begin.until(begin::completed, "complete");
                var sandbox = new SandboxClient(suite, region);
                try (var users = new RequestLoad(sandbox.users(service))) {
                    for (var fault = faults.poll(); fault != null; fault = faults.poll()) {
                        users.perSecond(grid.traffic(fault) - MeasuredSuite.REQUESTS_PER_SECOND);
                        var outcome = play(log, next(tail, LONGEST), sandbox, fault);
                        outcomes.add(outcome);
                        teller.accept("round %d of %d: %s: verdict after %.2f s, route %.0f ms later"
                                .formatted(
                                        outcomes.size(), all, fault.words(), outcome.toVerdict(), outcome.toRoute()));
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException failure) {
                failures.add(failure.toString());
            }
        }

        private Round next(RegionLog.Tail tail, Duration stage) {
            versions++;
            var target = new Round.Target(
                    estate, service, document(estate, region, service, grid.weight(), stage), LONGEST.plusMinutes(2));
            return new Round(tail, target, "1." + versions + ".0");
        }

        private Outcome play(RegionLog log, Round round, SandboxClient sandbox, Fault fault)
                throws IOException, InterruptedException {
            round.request(log);
            round.until(() -> sandbox.weight(service, round.version()) > 0, "get traffic");
            // Not always at the same place within a second, which is what is looked at.
            var begin = Instant.now()
                    .plus(GOOD_FOR)
                    .plusMillis(ThreadLocalRandom.current().nextLong(1000));
            round.until(() -> Instant.now().isAfter(begin), "wait");
            if (round.unhealthy().isPresent()) {
                throw new IllegalStateException(
                        round.version() + " of " + service + " was taken back while it was good");
            }
            var onset = Instant.now();
            sandbox.fail(service, round.version(), fault.errorPercent() / 100.0);
            var end = onset.plus(LONGEST);
            var gone = round.until(
                    () -> sandbox.weight(service, round.version()) == 0
                            || Instant.now().isAfter(end),
                    "end");
            if (sandbox.weight(service, round.version()) > 0) {
                sandbox.heal(service);
                round.until(() -> round.completed() || round.rolledBack(), "end");
                return new Outcome(fault, false, LONGEST.toSeconds(), 0);
            }
            round.until(round::rolledBack, "roll back");
            sandbox.heal(service);
            var verdict = round.verdict();
            return new Outcome(fault, true, Rounds.millis(onset, verdict) / 1000, Rounds.millis(verdict, gone));
        }
    }

    /** The estate's file, in which the new version keeps its part of the traffic for so long. */
    static String document(String estate, String region, String service, int weight, Duration stage) {
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: %s}
                spec:
                  regions:
                    - {name: %s, role: primary, wave: 1, trafficShare: 100}
                  services:
                    - {name: %s, image: "benchmarks/%s:1.0.0", port: 8080, replicas: 1, strategy: canary}
                  environments:
                    - {name: rounds, policy: rounds}
                  policies:
                    - name: rounds
                      canary:
                        - {setWeight: %d, pause: %ds}
                        - {setWeight: 100, pause: 1s}
                      readyTimeout: 30s
                      analysisTimeout: 60s
                      stability: 1s
                      rollbackDeadline: 30s
                """.formatted(estate, region, service, service, weight, stage.toSeconds());
    }
}
