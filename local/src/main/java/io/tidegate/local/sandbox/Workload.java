package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a service with its replicas, kept at the wanted number. All on one event loop. */
final class Workload {
    private static final Logger LOG = LoggerFactory.getLogger(Workload.class);
    private static final long CRASH_PAUSE_SECONDS = 2;
    private static final List<String> PARTS = List.of("image", "replicas", "port", "resources", "health");

    private final Vertx vertx;
    private final CellId id;
    private final String region;
    private final String version;
    private final Supplier<Faults> faults;
    private final List<Replica> replicas = new ArrayList<>();
    /** Replicas that crashed and were not started again yet. */
    private final List<Replica> fallen = new ArrayList<>();

    private JsonObject wanted;
    private int starting;
    private int restarts;
    private Instant lastCrash = Instant.EPOCH;
    private int next;

    Workload(Vertx vertx, CellId id, String region, String version, Supplier<Faults> faults, JsonObject wanted) {
        this.vertx = vertx;
        this.id = id;
        this.region = region;
        this.version = version;
        this.faults = faults;
        this.wanted = wanted;
    }

    JsonObject wanted() {
        return wanted;
    }

    String version() {
        return version;
    }

    HealthPaths health() {
        return HealthPaths.of(wanted);
    }

    /** Replicas that shall be there. One that crashed is among them where it was last: unlisted, it would fail no check. */
    List<Replica> listed() {
        return Stream.concat(replicas.stream(), fallen.stream()).toList();
    }

    /** Whether it is wanted just so already; for which step makes no difference. */
    boolean is(JsonObject document) {
        return PARTS.stream().allMatch(part -> Objects.equals(wanted.getValue(part), document.getValue(part)));
    }

    void want(JsonObject document) {
        wanted = document;
        reconcile();
    }

    /** Brings what is there nearer to what is wanted; called again and again. */
    void reconcile() {
        if (faults.get().crash()) {
            crashAgain();
        } else {
            startAndStop();
        }
        forgetFallen();
    }

    private void startAndStop() {
        while (replicas.size() > target()) {
            stop(replicas.removeLast());
        }
        while (replicas.size() + starting < target()) {
            starting++;
            Replica.start(vertx, id, region, version, replicas.size() + starting, faults, this::health)
                    .onComplete(started -> {
                        starting--;
                        if (started.succeeded()) {
                            replicas.add(started.result());
                            forgetFallen();
                        } else {
                            LOG.warn("{} {} did not start", id, version, started.cause());
                        }
                    });
        }
    }

    private int target() {
        return wanted.getInteger("replicas", 1);
    }

    private void crashAgain() {
        replicas.forEach(this::stop);
        fallen.addAll(replicas);
        replicas.clear();
        if (Instant.now().isAfter(lastCrash.plusSeconds(CRASH_PAUSE_SECONDS))) {
            restarts++;
            lastCrash = Instant.now();
        }
    }

    /** As many as were started again, or are wanted no longer. */
    private void forgetFallen() {
        while (!fallen.isEmpty() && replicas.size() + fallen.size() > target()) {
            fallen.removeFirst();
        }
    }

    private void stop(Replica replica) {
        replica.stop().onFailure(failure -> LOG.warn("{} {} did not stop", id, version, failure));
    }

    Future<Void> stop() {
        var all = replicas.stream().map(Replica::stop).toList();
        replicas.clear();
        return Future.join(all).mapEmpty();
    }

    long ready() {
        return replicas.stream().filter(Replica::ready).count();
    }

    /** The next ready replica in turn, or nothing. */
    Optional<Replica> pick() {
        for (int tried = 0; tried < replicas.size(); tried++) {
            var replica = replicas.get(Math.floorMod(next++, replicas.size()));
            if (replica.ready()) {
                return Optional.of(replica);
            }
        }
        return Optional.empty();
    }

    JsonObject view() {
        var reasons = new JsonArray();
        if (restarts > 0 && faults.get().crash()) {
            reasons.add("CrashLoopBackOff");
        }
        var endpoints = new JsonArray();
        replicas.forEach(replica -> endpoints.add(replica.address()));
        var view = new JsonObject()
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("service", id.service())
                .put("version", version)
                .put("image", wanted.getString("image", ""))
                .put("replicas", target())
                .put("port", wanted.getInteger("port", 0))
                .put("ready", ready())
                .put("restarts", restarts)
                .put("reasons", reasons)
                .put("epoch", wanted.getLong("epoch", 0L))
                .put("stepId", wanted.getString("stepId", ""))
                .put("endpoints", endpoints);
        for (String part : List.of("resources", "health")) {
            Optional.ofNullable(wanted.getJsonObject(part)).ifPresent(stated -> view.put(part, stated));
        }
        return view;
    }
}
