package io.tidegate.health.collect;

import io.tidegate.judge.Sketch;
import io.tidegate.schemas.avro.CheckOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the replicas of one version did since they were last asked, added up. */
final class Tally {
    private long requests;
    private long errors;
    private final Map<Integer, Long> latency = new TreeMap<>();
    private double memoryShare;
    private final List<CheckOutcome> checks = new ArrayList<>();

    /** Adds what grew between two looks at a replica; a counter that fell began anew. */
    void add(Exposition before, Exposition now) {
        var start = now.requests() < before.requests() ? new Exposition(0, 0, Map.of(), 0, 0) : before;
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

    /** What is above the last finite bound lies far above every limit. */
    private static double finite(double bound) {
        return Double.isInfinite(bound) ? 1e6 : bound;
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
