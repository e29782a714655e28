package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a service with its replicas, kept at the wanted number. All on one event loop. */
final class Workload {
    private static final Logger LOG = LoggerFactory.getLogger(Workload.class);
    private static final long CRASH_PAUSE_SECONDS = 2;

    private final Vertx vertx;
    private final String service;
    private final String version;
    private final Supplier<Faults> faults;
    private final List<Replica> replicas = new ArrayList<>();
    private JsonObject wanted;
    private int starting;
    private int restarts;
    private Instant lastCrash = Instant.EPOCH;
    private int next;

    Workload(Vertx vertx, String service, String version, Supplier<Faults> faults, JsonObject wanted) {
        this.vertx = vertx;
        this.service = service;
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
            Replica.start(vertx, service, version, replicas.size() + starting, faults)
                    .onComplete(started -> {
                        starting--;
                        if (started.succeeded()) {
                            replicas.add(started.result());
                        } else {
                            LOG.warn("{} {} did not start", service, version, started.cause());
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
        replica.stop().onFailure(failure -> LOG.warn("{} {} did not stop", service, version, failure));
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
                .put("service", service)
                .put("version", version)
                .put("image", wanted.getString("image", ""))
                .put("replicas", wanted.getInteger("replicas", 1))
                .put("ready", ready())
                .put("restarts", restarts)
                .put("reasons", reasons)
                .put("epoch", wanted.getLong("epoch", 0L))
                .put("stepId", wanted.getString("stepId", ""))
                .put("endpoints", endpoints);
    }
}
