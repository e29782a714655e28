package io.tidegate.benchmarks;

import io.tidegate.judge.Sketch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What made-up services do. The same second of the same version is the same whoever asks, so that several judges are shown
 * the same series.
 *
 * @param requestsPerSecond of each version
 */
record Telemetry(int requestsPerSecond) {
    /** Upper bounds of a client library's usual histogram, in seconds. */
    static final List<Double> BOUNDS = List.of(.005, .01, .025, .05, .1, .25, .5, 1., 2., 5., 10.);

    private static final double MEDIAN_SECONDS = 0.03;
    private static final double SPREAD = 0.8;

    /** What a version does on purpose. */
    record Behaviour(double errorShare, double memoryShare) {
        static final Behaviour GOOD = new Behaviour(0.002, 0.4);
        static final Behaviour FAILING = new Behaviour(0.2, 0.4);
        static final Behaviour FULL = new Behaviour(0.002, 0.97);
    }

    /**
     * One second of one version.
     *
     * @param buckets requests by the first of {@link #BOUNDS} that they do not exceed
     */
    record Done(long requests, long errors, List<Long> buckets, double memoryShare) {
        Done {
            buckets = List.copyOf(buckets);
        }

        /** Its latencies by bucket of the sketch, as a collector tells them. */
        Map<Integer, Long> latency() {
            var counts = new TreeMap<Integer, Long>();
            for (int bound = 0; bound < BOUNDS.size(); bound++) {
                if (buckets.get(bound) > 0) {
                    counts.merge(Sketch.index(BOUNDS.get(bound)), buckets.get(bound), Long::sum);
                }
            }
            return counts;
        }
    }

    Done second(int service, String version, long second, Behaviour behaviour) {
        var random = new SplittableRandom((service * 1_000_003L + version.hashCode()) * 1_000_003L + second);
        var buckets = new Long[BOUNDS.size()];
        Arrays.fill(buckets, 0L);
        long errors = 0;
        for (int request = 0; request < requestsPerSecond; request++) {
            errors += random.nextDouble() < behaviour.errorShare() ? 1 : 0;
            buckets[bucket(MEDIAN_SECONDS * Math.exp(SPREAD * random.nextGaussian()))]++;
        }
        return new Done(requestsPerSecond, errors, List.of(buckets), behaviour.memoryShare());
    }

    private static int bucket(double seconds) {
        int bound = 0;
        while (bound < BOUNDS.size() - 1 && seconds > BOUNDS.get(bound)) {
            bound++;
        }
        return bound;
    }
}
