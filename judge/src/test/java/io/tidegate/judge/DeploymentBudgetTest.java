package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

/**
 * Deployments of many services to several regions: how often is any of their good versions taken back. All of them fail as
 * often as the limit allows, which is the worst that good versions can do.
 */
class DeploymentBudgetTest {
    private static final double ALPHA = 0.2;
    private static final Budget BUDGET = new Budget(ALPHA);
    private static final int TRIALS = 20; // ten services in two regions
    private static final int DEPLOYMENTS = 200;
    private static final int SECONDS = 90;
    private static final int RATE = 20;
    private static final double LIMIT = SpecificationLimits.LIMITS.errors().value();

    private static Slice second(Random random, int second, double share) {
        long errors = random.ints(RATE, 0, 1_000_000)
                .filter(draw -> draw < share * 1_000_000)
                .count();
        return Slice.of(Instant.ofEpochSecond(second), RATE, errors, 0, Optional.empty());
    }

    private static double strongest(Random random) {
        var tests = SequentialTests.under(SpecificationLimits.LIMITS, false);
        for (int second = 0; second < SECONDS; second++) {
            tests = tests.candidate(second(random, second, LIMIT), true);
        }
        return tests.highest();
    }

    /** For each deployment the strongest evidence there ever was against one of its versions. */
    private static List<Double> deployments(boolean alike) {
        var strongest = new ArrayList<Double>();
        for (int seed = 0; seed < DEPLOYMENTS; seed++) {
            double most = 0;
            for (int trial = 0; trial < (alike ? 1 : TRIALS); trial++) {
                most = Math.max(most, strongest(new Random(31L * seed + 1_000_003L * trial)));
            }
            strongest.add(most);
        }
        return strongest;
    }

    private static int alarmed(List<Double> strongest, double alpha) {
        return Math.toIntExact(
                strongest.stream().filter(most -> most >= -Math.log(alpha)).count());
    }

    private static double bound(int alarms, double confidence) {
        boolean upper = confidence > 0.5;
        return BetaDistribution.of(alarms + (upper ? 1.0 : 0.0), DEPLOYMENTS - alarms + (upper ? 0.0 : 1.0))
                .inverseCumulativeProbability(confidence);
    }

    @Test
    void anyGoodVersionOfADeploymentIsTakenBackNoMoreOftenThanTheBudgetSays() {
        var strongest = deployments(false);
        int alarms = alarmed(strongest, BUDGET.part(TRIALS));
        assertThat(bound(alarms, 0.99)).as(alarms + " alarms").isLessThanOrEqualTo(ALPHA);
        int careless = alarmed(strongest, BUDGET.part(1));
        assertThat(bound(careless, 0.01))
                .as(careless + " alarms with the whole budget for each")
                .isGreaterThan(ALPHA);
    }

    @Test
    void alsoWhereAllServicesSufferAlike() {
        int alarms = alarmed(deployments(true), BUDGET.part(TRIALS));
        assertThat(bound(alarms, 0.99)).as(alarms + " alarms").isLessThanOrEqualTo(ALPHA);
    }

    /**
     * What e-BH (Wang and Ramdas, JRSS B 2022) calls bad of many services whose evidence lies at one place: those with the
     * {@code k} largest where the least of these is at least K/(αk).
     */
    private static int worst(List<Double> evidence, double alpha) {
        var sorted = evidence.stream().sorted(Comparator.reverseOrder()).toList();
        int rejected = 0;
        for (int rank = 1; rank <= sorted.size(); rank++) {
            if (sorted.get(rank - 1) >= sorted.size() / (alpha * rank)) {
                rejected = rank;
            }
        }
        return rejected;
    }

    /** What a method that has to know all services would gain where one of them is bad. */
    @Test
    void theFirstBadVersionIsFoundInTheSameSecondAsByAMethodThatLooksAtAllServices() {
        double alpha = SpecificationLimits.LIMITS.falseAlarms();
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var bad = SequentialTests.under(SpecificationLimits.LIMITS, false);
            var good = bad;
            int second = 0;
            while (!bad.reject(new Budget(alpha).part(TRIALS))) {
                assertThat(worst(evidence(bad, good), alpha)).isZero();
                bad = bad.candidate(second(random, second, 0.2), true);
                good = good.candidate(second(random, second, 0.01), true);
                second++;
            }
            assertThat(worst(evidence(bad, good), alpha)).isEqualTo(1);
        }
    }

    private static List<Double> evidence(SequentialTests bad, SequentialTests good) {
        var all = new ArrayList<Double>();
        all.add(Math.exp(bad.logValue()));
        for (int other = 1; other < TRIALS; other++) {
            all.add(Math.exp(good.logValue()));
        }
        return all;
    }

    /** What speaks for a version is not forgotten when it is acquitted: that would be another chance of a false alarm. */
    @Test
    void acquittalsNeverRaiseTheEvidence() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var tests = SequentialTests.under(SpecificationLimits.LIMITS, true);
            for (int second = 0; second < 60; second++) {
                double share = random.nextInt(4) == 0 ? 0.3 : 0.01;
                var ours = second(random, second, share);
                var theirs = second(random, second, share);
                tests = tests.candidate(ours, false).both(ours, theirs).baseline(theirs);
                double before = tests.logValue();
                assertThat(tests.excused().logValue()).isLessThanOrEqualTo(before + 1e-9);
                assertThat(tests.acquitted().logValue()).isLessThanOrEqualTo(before + 1e-9);
                tests = random.nextInt(10) == 0 ? tests.acquitted() : tests;
            }
        }
    }
}
