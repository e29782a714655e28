package io.tidegate.benchmarks;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.RequestDeployment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One deployment of a version, as its records tell of it. */
final class Round {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String ENVIRONMENT = "rounds";

    private final RegionLog.Tail tail;
    private final Target target;
    private final String version;
    private final Following following;
    private Instant requested = Instant.EPOCH;

    /**
     * What is deployed.
     *
     * @param document the estate's file
     * @param longest how long anything may take
     */
    record Target(String estate, String service, String document, Duration longest) {}

    /** Something that comes true in time. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    Round(RegionLog.Tail tail, Target target, String version) {
        this.tail = tail;
        this.target = target;
        this.version = version;
        this.following = new Following("bench-" + target.service() + "-" + version + "-" + System.nanoTime());
    }

    void request(RegionLog log) {
        var command = RequestDeployment.newBuilder()
                .setCommandId("c-" + following.deploymentId())
                .setDeploymentId(following.deploymentId())
                .setEstate(target.estate())
                .setEnvironment(ENVIRONMENT)
                .setEstateDocument(target.document())
                .setImages(Map.of(target.service(), "benchmarks/" + target.service() + ":" + version))
                .setActor(Actor.newBuilder()
                        .setName("benchmarks")
                        .setReason("takes the figures")
                        .setClient("tidegate-bench")
                        .build())
                .setRequestedAt(Instant.now())
                .build();
        requested = Instant.now();
        log.send(target.estate() + "/" + ENVIRONMENT, command);
    }

    String version() {
        return version;
    }

    Instant requested() {
        return requested;
    }

    boolean stepped() {
        return following.stepped();
    }

    String phase() {
        return following.phase();
    }

    boolean completed() {
        return phase().equals("completed") || phase().equals("settled");
    }

    boolean rolledBack() {
        return phase().equals("rolled_back");
    }

    /** When it was first said that the version is bad. */
    Optional<Instant> unhealthy() {
        return following.unhealthy();
    }

    Instant verdict() {
        return unhealthy()
                .orElseThrow(() -> new IllegalStateException(
                        following.deploymentId() + " was rolled back without a verdict: " + following.reason()));
    }

    /** Reads on until the condition holds, and returns when that was seen. */
    Instant until(Condition condition, String what) throws IOException, InterruptedException {
        var end = Instant.now().plus(target.longest());
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "deployment " + following.deploymentId() + " did not " + what + " within "
                                + target.longest().toSeconds() + " s; it is " + phase() + " " + following.reason());
            }
            tail.read(LOOK, (now, record) -> following.hear(record));
        }
        return Instant.now();
    }
}
