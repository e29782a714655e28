package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialTestsTest {
    private static final double ALPHA = 0.001;
    private static final double MOST_PER_SLICE = 6;

    @Test
    void oneSliceAgainstALimitIsTheWeightedMeanOfItsLikelihoodRatios() {
        double expected = 0;
        double[] shares = {0.06, 0.075, 0.1, 0.15, 0.25, 0.5, 0.9};
        double[] weights = {0.02, 0.25, 0.22, 0.19, 0.14, 0.1, 0.08};
        for (int index = 0; index < shares.length; index++) {
            double ratio = Math.pow(shares[index] / 0.05, 3) * Math.pow((1 - shares[index]) / 0.95, 7);
            expected += weights[index] * ratio;
        }
        assertThat(Math.exp(AgainstLimit.of(0.05)
                        .observe(new Count(10, 3))
                        .mixture()
                        .logValue()))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void oneSliceAgainstABaselineIsTheWeightedMeanOfItsLikelihoodRatios() {
        double expected = 0;
        double[] ratios = {1.5, 2.5, 6, 16, 50};
        double[] weights = {0.1, 0.2, 0.25, 0.25, 0.2};
        for (int index = 0; index < ratios.length; index++) {
            expected += weights[index] * Math.pow(ratios[index], 2) / Math.pow((ratios[index] * 5 + 95) / 100, 3);
        }
        var test = AgainstBaseline.withMargin(1, MOST_PER_SLICE).observe(new Count(5, 2), new Count(95, 1));
        assertThat(Math.exp(test.mixture().logValue())).isCloseTo(expected, within(1e-9));
    }

    @Test
    void twoRequestsWithOneErrorDoNotReject() {
        assertThat(AgainstLimit.of(0.05).observe(new Count(2, 1)).mixture().rejects(ALPHA))
                .isFalse();
    }

    @Test
    void aBaselineWithoutAnyErrorIsJudged() {
        var test = AgainstBaseline.withMargin(1, MOST_PER_SLICE);
        for (int second = 0; second < 10; second++) {
            test = test.observe(new Count(20, 4), new Count(80, 0));
        }
        assertThat(test.mixture().rejects(ALPHA)).isTrue();
    }

    @Test
    void whenBothFailTogetherTheCandidateIsNotBlamed() {
        var random = new Random(7);
        var test = AgainstBaseline.withMargin(1, MOST_PER_SLICE);
        for (int second = 0; second < 600; second++) {
            test = test.observe(draw(random, 10, 0.4), draw(random, 90, 0.4));
        }
        assertThat(test.mixture().rejects(ALPHA)).isFalse();
    }

    @Test
    void aRejectionIsNotUnsaidByGoodRequestsAfterwards() {
        var test = AgainstLimit.of(0.05).observe(new Count(100, 50)).observe(new Count(100, 50));
        assertThat(test.observe(new Count(100_000, 0)).mixture().rejects(ALPHA)).isTrue();
    }

    /** Reference medians, in seconds: 10 requests a second against a limit of 5 %. */
    @ParameterizedTest(name = "{0} errors are found against the limit in about {1} s")
    @CsvSource({"0.075, 132", "0.1, 38", "0.2, 6", "0.5, 2"})
    void theTimeToFindABreachOfTheLimitIsAsTheReferenceSays(double share, int seconds) {
        assertThat(median(random -> secondsAgainstLimit(random, 10, share))).isCloseTo(seconds, withinPercentage(25));
    }

    /** Reference medians, in seconds: 100 requests a second, 5 % of them to the canary, 0.2 % errors in the baseline. */
    @ParameterizedTest(name = "{0} errors are found against the baseline in about {1} s")
    @CsvSource({"0.02, 63", "0.05, 18", "0.1, 9", "0.5, 2"})
    void theTimeToFindAWorseCanaryIsAsTheReferenceSays(double share, int seconds) {
        assertThat(median(random -> secondsAgainstBaseline(random, share, 600)))
                .isCloseTo(seconds, withinPercentage(25));
    }

    @Test
    void aGoodCanaryIsTakenBackNoMoreOftenThanTheBudgetSays() {
        double alpha = 0.01;
        int alarms = 0;
        for (int seed = 0; seed < 400; seed++) {
            alarms += rejectsAGoodCanary(new Random(seed), alpha) ? 1 : 0;
        }
        // 400 runs at 1 % give 4 in the mean; more than 11 has a chance below 0.1 %.
        assertThat(alarms).isLessThanOrEqualTo(11);
    }

    @Test
    void aSingleSliceHoweverBadDoesNotRejectBecauseABurstIsOneEvent() {
        assertThat(AgainstLimit.of(0.05)
                        .observe(new Count(1000, 1000))
                        .mixture()
                        .rejects(ALPHA))
                .isFalse();
    }

    @Test
    void absurdCountsAreRefused() {
        assertThatThrownBy(() -> new Count(1, 2)).hasMessageContaining("of 1 requests 2 cannot be bad");
    }

    private static boolean rejectsAGoodCanary(Random random, double alpha) {
        var test = AgainstBaseline.withMargin(1, MOST_PER_SLICE);
        for (int second = 0; second < 300; second++) {
            test = test.observe(draw(random, 5, 0.02), draw(random, 45, 0.02));
        }
        return test.mixture().rejects(alpha);
    }

    private static int median(ToIntFunction<Random> seconds) {
        int[] all = new int[201];
        for (int seed = 0; seed < all.length; seed++) {
            all[seed] = seconds.applyAsInt(new Random(seed));
        }
        Arrays.sort(all);
        return all[all.length / 2];
    }

    private static int secondsAgainstLimit(Random random, int rate, double share) {
        var test = AgainstLimit.of(0.05);
        int second = 0;
        while (!test.mixture().rejects(ALPHA) && second < 1000) {
            test = test.observe(draw(random, rate, share));
            second++;
        }
        return second;
    }

    private static int secondsAgainstBaseline(Random random, double share, int most) {
        var test = AgainstBaseline.withMargin(1, MOST_PER_SLICE);
        int second = 0;
        while (!test.mixture().rejects(ALPHA) && second < most) {
            test = test.observe(draw(random, 5, share), draw(random, 95, 0.002));
            second++;
        }
        return second;
    }

    private static Count draw(Random random, int requests, double share) {
        return new Count(
                requests,
                random.ints(requests, 0, 1_000_000)
                        .filter(value -> value < share * 1_000_000)
                        .count());
    }
}
