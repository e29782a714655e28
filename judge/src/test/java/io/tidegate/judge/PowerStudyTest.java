package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long all tests together take to find a bad version, one look a second, and how that compares with the least that any
 * test needs in the mean (Wald 1945): ln(1/α) over the information in one second.
 */
class PowerStudyTest {
    private static final Limits LIMITS = SpecificationLimits.LIMITS;
    private static final double ALPHA = LIMITS.falseAlarms();
    private static final double MARGIN = 1.5;
    private static final double BEFORE = 0.002;
    private static final int RUNS = 501;
    private static final int LEARNT = 60;
    private static final int LONGEST = 2000;

    @ParameterizedTest(name = "{0} requests a second, {1} of them fail")
    @CsvSource({"10, 0.075", "10, 0.1"})
    void withoutAVersionBeforeTheMedianIsWithinAQuarterOfWaldsLimit(int rate, double share) {
        double limit =
                -Math.log(ALPHA) / (rate * information(share, LIMITS.errors().value()));
        assertThat((double) median(delays(rate, 0, 0, share))).isLessThanOrEqualTo(limit * 1.25);
    }

    @ParameterizedTest(name = "{0} requests a second beside {1}, {2} of them fail")
    @CsvSource({"5, 95, 0.02", "20, 20, 0.1", "20, 60, 0.05"})
    void besideAVersionTheMedianIsWithinThreeTenthsOfWaldsLimit(int rate, int beside, double share) {
        double bad = rate * share + beside * BEFORE;
        double blamed = rate * share / bad;
        double allowed = MARGIN * rate / (MARGIN * rate + beside);
        double limit = -Math.log(ALPHA) / (bad * information(blamed, allowed));
        assertThat((double) median(delays(rate, beside, 0, share))).isLessThanOrEqualTo(limit * 1.3 + 1);
    }

    @ParameterizedTest(name = "20 requests a second beside {0}")
    @CsvSource({"380", "180"})
    void aFifthOfTwentyRequestsASecondFailingIsFoundWithinFiveSecondsInNinetyNineOfAHundred(int beside) {
        assertThat(percentile99(delays(20, beside, 30, 0.2))).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest(name = "{0} requests a second")
    @CsvSource({"20, 5", "50, 3"})
    void afterACutOverItIsFoundByThePastOfTheVersionBefore(int rate, int seconds) {
        assertThat(percentile99(delays(rate, 0, LEARNT, 0.2))).isLessThanOrEqualTo(seconds);
    }

    private static double information(double share, double against) {
        return share * Math.log(share / against) + (1 - share) * Math.log((1 - share) / (1 - against));
    }

    private static int median(int[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static int percentile99(int[] sorted) {
        return sorted[sorted.length * 99 / 100];
    }

    /** @param learnt seconds in which only the version before is used */
    private static int[] delays(int rate, int beside, int learnt, double share) {
        int[] all = new int[RUNS];
        for (int seed = 0; seed < RUNS; seed++) {
            all[seed] = delay(new Random(seed), rate, beside, learnt, share);
        }
        Arrays.sort(all);
        return all;
    }

    private static int delay(Random random, int rate, int beside, int learnt, double share) {
        var tests = SequentialTests.under(LIMITS, beside > 0 || learnt > 0);
        for (int second = -learnt; second < 0; second++) {
            tests = tests.baseline(slice(random, second, Math.max(rate, beside), BEFORE));
        }
        int second = 0;
        while (!tests.reject(ALPHA) && second < LONGEST) {
            var candidate = slice(random, second, rate, share);
            tests = tests.candidate(candidate, beside == 0);
            if (beside > 0) {
                var baseline = slice(random, second, beside, BEFORE);
                tests = tests.both(candidate, baseline).baseline(baseline);
            }
            second++;
        }
        return second;
    }

    private static Slice slice(Random random, int second, int requests, double share) {
        long errors = random.doubles(requests).filter(draw -> draw < share).count();
        return Slice.of(Instant.ofEpochSecond(second), requests, errors, 0, Optional.empty());
    }
}
