package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * How long nothing is decided when a planner dies, and when the region of the one that leads is lost. What is asked meanwhile
 * is an order about a deployment that there never was: it is refused, and changes nothing.
 */
final class Failures {
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final String PLANNER = "planner-service";
    private static final String ENVIRONMENT = "failures";

    private final MeasuredSuite suite;
    private final List<Double> ready = new ArrayList<>();
    private final List<Double> decided = new ArrayList<>();
    private final List<Double> takenOver = new ArrayList<>();

    Failures(MeasuredSuite suite) {
        this.suite = suite;
    }

    /**
     * Kills the planner that leads, and then takes away each of two regions in turn.
     *
     * @param leader the region of the planner that leads
     * @param standby the region of the one that stands by
     */
    List<Figure> measure(int kills, String leader, String standby) throws IOException, InterruptedException {
        for (int number = 0; number < kills; number++) {
            kill(leader);
        }
        lose(leader, standby);
        lose(standby, leader);
        return List.of(
                Figure.of("planner killed: until it is ready", "s", new Distribution(ready)),
                Figure.of("planner killed: until it decides", "s", new Distribution(decided)),
                Figure.of("leader's region lost: until the standby decides", "s", new Distribution(takenOver)));
    }

    private void kill(String region) throws IOException, InterruptedException {
        try (var log = new RegionLog(suite.document(), region);
                var tail = log.tail(Topic.DEPLOYMENT_STATUS.topicName())) {
            int restarts = planner(region).path("restarts").asInt();
            signal("KILL", planner(region));
            var killed = System.nanoTime();
            var answer = new Answer(log);
            Optional<Double> back = Optional.empty();
            while (back.isEmpty() || answer.isAwaited()) {
                answer.hear(tail, killed, LONGEST);
                var now = planner(region);
                if (back.isEmpty()
                        && now.path("ready").asBoolean()
                        && now.path("restarts").asInt() > restarts) {
                    back = Optional.of(seconds(killed));
                }
            }
            ready.add(back.get());
            decided.add(answer.seconds());
        }
    }

    /** Stops all of a region, and lets it go on once another planner leads. */
    private void lose(String lost, String other) throws IOException, InterruptedException {
        try (var log = new RegionLog(suite.document(), other);
                var tail = log.tail(Topic.DEPLOYMENT_STATUS.topicName())) {
            var stopped = ofRegion(lost);
            for (JsonNode component : stopped) {
                signal("STOP", component);
            }
            var begun = System.nanoTime();
            try {
                var answer = new Answer(log);
                while (answer.isAwaited()) {
                    answer.hear(tail, begun, LONGEST);
                }
                takenOver.add(answer.seconds());
            } finally {
                for (JsonNode component : stopped) {
                    signal("CONT", component);
                }
            }
        }
        awaitReady();
    }

    private void awaitReady() throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(10); // until the supervisor has seen what was stopped
        var end = Instant.now().plus(LONGEST);
        while (!suite.now().path("ready").asBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("a region did not come back; see the logs of its services");
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    /** An order, and when its refusal was read. */
    private static final class Answer {
        private final String id = "bench-" + UUID.randomUUID();
        private Optional<Double> seconds = Optional.empty();

        Answer(RegionLog log) {
            log.send(
                    "benchmarks/" + ENVIRONMENT,
                    CancelDeployment.newBuilder()
                            .setCommandId(id)
                            .setDeploymentId("nobodys")
                            .setEstate("benchmarks")
                            .setEnvironment(ENVIRONMENT)
                            .setActor(Actor.newBuilder()
                                    .setName("benchmarks")
                                    .setReason("takes the figures")
                                    .setClient("tidegate-bench")
                                    .build())
                            .build());
        }

        void hear(RegionLog.Tail tail, long begun, Duration longest) {
            if (Failures.seconds(begun) > longest.toSeconds()) {
                throw new IllegalStateException(
                        "nothing was decided for " + longest.toSeconds() + " s; see the planners' logs");
            }
            tail.read(Duration.ofMillis(20), (now, record) -> {
                if (record instanceof CommandRefused refused
                        && refused.getCommandId().equals(id)) {
                    seconds = Optional.of((now - begun) / 1e9);
                }
            });
        }

        boolean isAwaited() {
            return seconds.isEmpty();
        }

        double seconds() {
            return seconds.orElseThrow();
        }
    }

    private JsonNode planner(String region) throws IOException {
        return ofRegion(region).stream()
                .filter(component -> component.path("name").asText().equals(PLANNER))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no planner is in " + region));
    }

    private List<JsonNode> ofRegion(String region) throws IOException {
        var found = new ArrayList<JsonNode>();
        suite.now().path("components").forEach(component -> {
            if (component.path("region").asText().equals(region)) {
                found.add(component);
            }
        });
        return found;
    }

    private static void signal(String signal, JsonNode component) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, component.path("pid").asText())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
