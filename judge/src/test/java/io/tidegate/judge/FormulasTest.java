package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.judge.DifferenceGate.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas against values worked out elsewhere. */
class FormulasTest {
    private static final DifferenceGate GATE = new DifferenceGate(0.005, 0.001);

    @Test
    void theClosedFormForAConstantSplitGivesItsGoldenValue() {
        assertThat(new ConstantSplit(0.5, 9.5, 0.05).evidence(3, 4)).isCloseTo(8.741259, within(5e-7));
    }

    @Test
    void theOneSidedFormCountsOnlyMoreBadRequestsThanTheShare() {
        var split = new ConstantSplit(0.5, 9.5, 0.05);
        assertThat(split.evidenceOfMore(3, 4)).isGreaterThan(split.evidence(3, 4));
        assertThat(split.evidenceOfMore(0, 400)).isLessThan(0.05);
        assertThat(split.evidence(0, 400)).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 8.123", "0.01, 9.284", "0.001, 10.943", "0.0001, 12.599"})
    void theConstantOfTheBandIsAsPublished(double alpha, double constant) {
        assertThat(Band.of(alpha, 1).constant()).isCloseTo(constant, within(5e-4));
    }

    @Test
    void theBandNarrowsWithTheRootOfTheNumberOfValues() {
        var band = Band.of(0.05, 1);
        assertThat(band.width(10_000)).isLessThan(band.width(100) / 9).isGreaterThan(band.width(100) / 10);
    }

    /** Why no verdict uses the band: what is asked is asked at few places, and a band pays for all of them. */
    @ParameterizedTest
    @CsvSource({"1000, 0.05", "10000, 0.05", "10000, 0.5", "100000, 0.01"})
    void aBandIsWiderThanTheIntervalOfAShareAtOnePlace(long requests, double share) {
        var interval = ShareInterval.of(new Count(requests, Math.round(requests * share)), 0.001);
        assertThat(Band.of(0.001, 1).width(requests)).isGreaterThan(1.2 * (interval.upper() - interval.lower()) / 2);
    }

    @Test
    void anIntervalHoldsTheShareAndNarrowsWithMoreRequests() {
        var few = ShareInterval.of(new Count(100, 2), 0.01);
        var many = ShareInterval.of(new Count(10_000, 200), 0.01);
        assertThat(few.lower()).isLessThan(0.02);
        assertThat(few.upper()).isGreaterThan(0.02);
        assertThat(many.upper() - many.lower()).isLessThan((few.upper() - few.lower()) / 5);
        assertThat(ShareInterval.of(new Count(0, 0), 0.01)).isEqualTo(new ShareInterval(0, 1));
    }

    @Test
    void aDifferenceOfHalfAPointIsJudgedOnThousandsOfRequestsAndNotOnHundreds() {
        assertThat(GATE.compare(new Count(500, 5), new Count(500, 5))).isEqualTo(Answer.INCONCLUSIVE);
        assertThat(GATE.compare(new Count(100_000, 1000), new Count(100_000, 1000)))
                .isEqualTo(Answer.FINE);
        assertThat(GATE.compare(new Count(20_000, 800), new Count(20_000, 200))).isEqualTo(Answer.WORSE);
    }

    @Test
    void scatterOfIndependentErrorsIsOneAndOfBurstsTheirSize() {
        var lone = OverDispersion.UNKNOWN;
        var bursts = OverDispersion.UNKNOWN;
        for (int slice = 0; slice < 1000; slice++) {
            lone = lone.observe(new Count(100, slice % 2));
            bursts = bursts.observe(new Count(100, slice % 20 == 0 ? 10 : 0));
        }
        assertThat(lone.factor()).isEqualTo(1);
        assertThat(bursts.factor()).isCloseTo(9.5, within(0.1));
    }

    @Test
    void aRuleWithFewRequestsSpeaksOnlyWhereEvenTheExactBoundExcludesTheLimit() {
        var guard = new Guard(100, 0.001);
        assertThat(guard.admits(new Count(2, 1), 0.05)).isFalse();
        assertThat(guard.admits(new Count(20, 4), 0.05)).isFalse();
        assertThat(guard.admits(new Count(20, 10), 0.05)).isTrue();
        assertThat(guard.admits(new Count(100, 0), 0.05)).isTrue();
    }
}
