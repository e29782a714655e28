package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good versions, deployed thousands of times: how often are they taken back, when one looks every second. Errors come in
 * bursts, and the split of 100 requests a second goes through the stages of a canary.
 */
class FalseAlarmStudyTest {
    private static final int DEPLOYMENTS = 2000;
    private static final double ALPHA = 0.01;
    private static final int[] SPLITS = {5, 10, 25, 50, 100};
    private static final int STAGE = 60;
    private static final int RATE = 100;
    private static final Limits LIMITS = new Limits(
            new Limits.Limit(0.05, Duration.ofMinutes(2)),
            new Limits.Limit(5, Duration.ofMinutes(5)),
            new Limits.Limit(0.95, Duration.ofMinutes(3)),
            new Limits.Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            ALPHA);

    @ParameterizedTest(name = "errors of {0}")
    @ValueSource(doubles = {0.001, 0.002, 0.01})
    void fewerThanOneInAHundredGoodVersionsAreTakenBackThoughErrorsComeInBursts(double errors) {
        int alarms = 0;
        for (int seed = 0; seed < DEPLOYMENTS; seed++) {
            alarms += alarms(new Random(seed), 1 + seed % 10, errors) ? 1 : 0;
        }
        double upper = BetaDistribution.of(alarms + 1, DEPLOYMENTS - alarms).inverseCumulativeProbability(0.99);
        assertThat(upper).as(alarms + " alarms in " + DEPLOYMENTS).isLessThanOrEqualTo(0.01);
    }

    private static boolean alarms(Random random, int burst, double errors) {
        var tests = SequentialTests.under(LIMITS, true);
        int second = 0;
        for (int split : SPLITS) {
            for (int look = 0; look < STAGE; look++) {
                var candidate = slice(random, second, split * RATE / 100, burst, errors);
                var baseline = slice(random, second, RATE - split * RATE / 100, burst, errors);
                tests = tests.candidate(candidate, baseline.requests() == 0)
                        .both(candidate, baseline)
                        .baseline(baseline);
                if (tests.reject(ALPHA)) {
                    return true;
                }
                second++;
            }
        }
        return false;
    }

    private static Slice slice(Random random, int second, int requests, int burst, double errorShare) {
        long errors = Math.min(requests, (long) burst * poisson(random, requests * errorShare / burst));
        return Slice.of(Instant.ofEpochSecond(second), requests, errors, 0, Optional.empty());
    }

    private static int poisson(Random random, double mean) {
        double product = random.nextDouble();
        int count = 0;
        double end = Math.exp(-mean);
        while (product > end) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
