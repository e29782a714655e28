package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a service with its replicas, kept at the wanted number. All on one event loop. */
final class Workload {
    private static final Logger LOG = LoggerFactory.getLogger(Workload.class);
    private static final long CRASH_PAUSE_SECONDS = 2;

    private final Vertx vertx;
    private final CellId id;
    private final String version;
    private final Supplier<Faults> faults;
    private final List<Replica> replicas = new ArrayList<>();
    private JsonObject wanted;
    private int starting;
    private int restarts;
    private Instant lastCrash = Instant.EPOCH;
    private int next;

    Workload(Vertx vertx, CellId id, String version, Supplier<Faults> faults, JsonObject wanted) {
        this.vertx = vertx;
        this.id = id;
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

    List<Replica> replicas() {
        return replicas;
    }

    /** Whether it is wanted just so already; for which step makes no difference. */
    boolean is(JsonObject document) {
        return Stream.of("image", "replicas", "port")
                .allMatch(part -> Objects.equals(wanted.getValue(part), document.getValue(part)));
    }

    void want(JsonObject document) {
        wanted = document;
        reconcile();
    }

    /** Brings what is there nearer to what is wanted; called again and again. */
    void reconcile() {
        int target = wanted.getInteger("replicas", 1);
        if (faults.get().crash()) {
            crashAgain();
            return;
        }
        while (replicas.size() > target) {
            stop(replicas.removeLast());
        }
        while (replicas.size() + starting < target) {
            starting++;
            Replica.start(vertx, id.service(), version, replicas.size() + starting, faults)
                    .onComplete(started -> {
                        starting--;
                        if (started.succeeded()) {
                            replicas.add(started.result());
                        } else {
                            LOG.warn("{} {} did not start", id, version, started.cause());
                        }
                    });
        }
    }

    private void crashAgain() {
        replicas.forEach(this::stop);
        replicas.clear();
        if (Instant.now().isAfter(lastCrash.plusSeconds(CRASH_PAUSE_SECONDS))) {
            restarts++;
            lastCrash = Instant.now();
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
    java.util.Optional<Replica> pick() {
        for (int tried = 0; tried < replicas.size(); tried++) {
            var replica = replicas.get(Math.floorMod(next++, replicas.size()));
            if (replica.ready()) {
                return java.util.Optional.of(replica);
            }
        }
        return java.util.Optional.empty();
    }

    JsonObject view() {
        var reasons = new JsonArray();
        if (restarts > 0 && faults.get().crash()) {
            reasons.add("CrashLoopBackOff");
        }
        var endpoints = new JsonArray();
        replicas.forEach(replica -> endpoints.add(replica.address()));
        return new JsonObject()
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("service", id.service())
                .put("version", version)
                .put("image", wanted.getString("image", ""))
                .put("replicas", wanted.getInteger("replicas", 1))
                .put("port", wanted.getInteger("port", 0))
                .put("ready", ready())
                .put("restarts", restarts)
                .put("reasons", reasons)
                .put("epoch", wanted.getLong("epoch", 0L))
                .put("stepId", wanted.getString("stepId", ""))
                .put("endpoints", endpoints);
    }
}
