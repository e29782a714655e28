package io.tidegate.health.collect;

import io.tidegate.judge.Sketch;
import io.tidegate.schemas.avro.CheckOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the replicas of one version did since they were last asked, added up. */
final class Tally {
    private boolean read;
    private long requests;
    private long errors;
    private final Map<Integer, Long> latency = new TreeMap<>();
    private double memoryShare;
    private final List<CheckOutcome> checks = new ArrayList<>();

    /** A replica told its metrics, though nothing may have grown. */
    void read() {
        read = true;
    }

    /** Adds what grew between two looks at a replica; a counter that fell began anew. */
    void add(Exposition before, Exposition now) {
        var start = now.beganAnewSince(before) ? Exposition.NOTHING : before;
        requests += now.requests() - start.requests();
        errors += Math.max(0, now.errors() - start.errors());
        long belowNow = 0;
        long belowBefore = 0;
        for (var bucket : now.buckets().entrySet()) {
            long countBefore = start.buckets().getOrDefault(bucket.getKey(), 0L);
            long inBucket = bucket.getValue() - belowNow - (countBefore - belowBefore);
            belowNow = bucket.getValue();
            belowBefore = countBefore;
            if (inBucket > 0) {
                latency.merge(Sketch.index(finite(bucket.getKey())), inBucket, Long::sum);
            }
        }
        memoryShare = Math.max(memoryShare, now.memoryShare());
    }

    /** What is above the last finite bound lies far above every limit; a bucket needs a positive bound. */
    private static double finite(double bound) {
        return Math.clamp(bound, 1e-6, 1e6);
    }

    /** Whether any replica told its metrics. */
    boolean wasRead() {
        return read;
    }

    void check(CheckOutcome outcome) {
        checks.add(outcome);
    }

    long requests() {
        return requests;
    }

    long errors() {
        return Math.min(errors, requests);
    }

    Map<Integer, Long> latency() {
        return latency;
    }

    double memoryShare() {
        return memoryShare;
    }

    List<CheckOutcome> checks() {
        return checks;
    }
}
