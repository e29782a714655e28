package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UserRulesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final UserRules.About NEW = new UserRules.About("api", "east", "2", true);

    private static UserRule rule(String when, int over, int sustained) {
        return new UserRule("mine", when, Duration.ofSeconds(over), Duration.ofSeconds(sustained), "");
    }

    private static Trial under(UserRule... rules) {
        return Trial.under(SpecificationLimits.LIMITS, true, UserRules.of(NEW, List.of(rules)));
    }

    private static Slice slice(int second, long errors, double latency) {
        var sketch = Sketch.of(Map.of(Sketch.index(latency), 20L));
        return new Slice(NOON.plusSeconds(second), 20, errors, 0, Optional.of(0.5), sketch);
    }

    /** Both versions, of which the new one takes so long; and the one before so long. */
    private static Trial served(Trial trial, int from, int to, double latency, double before) {
        var now = trial;
        for (int second = from; second < to; second++) {
            now = now.observeBaseline(slice(second, 0, before)).observe(slice(second, 0, latency));
        }
        return now;
    }

    private static Judgement judged(Trial trial, int second) {
        return trial.judge(NOON.plusSeconds(second));
    }

    @Test
    void aRuleThatHoldsForItsWholeTimeMakesAVersionUnhealthyAndSaysWhatWasSeen() {
        var trial = under(rule("requests > 50 && p95 > 0.25", 5, 10));
        assertThat(judged(served(trial, 0, 13, 0.3, 0.1), 13).word()).isNotEqualTo(Word.UNHEALTHY);
        var judgement = judged(served(trial, 0, 15, 0.3, 0.1), 15);
        assertThat(judgement.word()).isEqualTo(Word.UNHEALTHY);
        var evidence = judgement.evidence().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("rule:mine");
        assertThat(evidence.metric()).isEqualTo("p95");
        assertThat(evidence.value()).isBetween(0.3, 0.31);
        assertThat(evidence.limit()).isEqualTo(0.25);
        assertThat(evidence.baseline())
                .hasValueSatisfying(p95 -> assertThat(p95).isBetween(0.1, 0.11));
        assertThat(evidence.samples()).isEqualTo(100);
        assertThat(evidence.since()).contains(NOON.plusSeconds(2)); // the window holds 60 requests from then on
        assertThat(judgement.message())
                .startsWith("rule 'mine' has held for 10 s: requests > 50 && p95 > 0.25 (p95 0.30")
                .endsWith("requests 100)");
    }

    @Test
    void oneSecondInWhichItDoesNotHoldBeginsItsTimeAnew() {
        var trial = under(rule("p95 > 0.25", 1, 10));
        var broken = served(served(served(trial, 0, 9, 0.3, 0.1), 9, 10, 0.1, 0.1), 10, 20, 0.3, 0.1);
        assertThat(judged(broken, 20).word()).isNotEqualTo(Word.UNHEALTHY);
        assertThat(judged(served(broken, 20, 22, 0.3, 0.1), 22).word()).isEqualTo(Word.UNHEALTHY);
    }

    @Test
    void silenceIsNoTimeInWhichARuleHeld() {
        var trial = under(rule("p95 > 0.25", 1, 10));
        var broken = served(served(trial, 0, 5, 0.3, 0.1), 14, 20, 0.3, 0.1);
        assertThat(judged(broken, 20).word()).isNotEqualTo(Word.UNHEALTHY);
    }

    @Test
    void theVersionBeforeCanBeComparedWith() {
        var trial = under(rule("p99 > 1.2 * baseline.p99", 5, 5));
        assertThat(served(trial, 0, 20, 0.11, 0.1).condemned()).isEmpty();
        assertThat(judged(served(trial, 0, 20, 0.13, 0.1), 20)
                        .evidence()
                        .orElseThrow()
                        .rule())
                .isEqualTo("rule:mine");
    }

    @Test
    void whatCannotBeAnsweredIsAnErrorThatHoldsTheVersionAndTakesNothingBack() {
        var trial = under(rule("requests / errors < 10", 5, 5));
        var judgement = judged(served(trial, 0, 20, 0.1, 0.1), 20);
        assertThat(judgement.word()).isEqualTo(Word.ERROR);
        assertThat(judgement.message())
                .isEqualTo("rule 'mine' cannot be answered: division by zero;"
                        + " say first that the divisor is more than 0, with &&");
    }

    @Test
    void aTextThatIsNoRuleHoldsTheVersionToo() {
        assertThat(judged(served(under(rule("of_a_later_release > 1", 5, 5)), 0, 20, 0.1, 0.1), 20)
                        .word())
                .isEqualTo(Word.ERROR);
    }

    @Test
    void whatIsSoOfTheVersionBeforeAsWellIsAnIncidentOfBoth() {
        var trial = served(under(rule("p95 > 0.25", 5, 10)), 0, 30, 0.3, 0.3);
        assertThat(judged(trial, 30).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(judged(trial, 30).message()).startsWith("shared incident: rule 'mine'");
    }

    @Test
    void whatAVersionWasExcusedForCountsNoMoreThoughTheWindowReachesBackToIt() {
        var slow = served(under(rule("p95 > 0.25", 60, 5)), 0, 30, 0.3, 0.1);
        assertThat(judged(slow, 30).word()).isEqualTo(Word.UNHEALTHY);
        var well = served(slow.excused(NOON.plusSeconds(30), "it begins with db"), 30, 50, 0.1, 0.1);
        assertThat(judged(well, 50).word()).isNotEqualTo(Word.UNHEALTHY);
    }

    @Test
    void checksAndNamesCanBeReadToo() {
        var trial = served(
                under(rule("service == 'api' && failed_checks >= 2 && availability < 0.9", 5, 3)), 0, 10, 0.1, 0.1);
        for (int second = 10; second < 20; second++) {
            var checks = List.of(new Check("a", false, true), new Check("b", true, true), new Check("c", true, true));
            trial = trial.checked("collector", checks, NOON.plusSeconds(second));
            trial = served(trial, second, second + 1, 0.1, 0.1);
        }
        assertThat(judged(trial, 20).evidence().orElseThrow().rule()).isEqualTo("rule:mine");
    }

    @Test
    void afterARollbackTheVersionBeforeIsAskedByTheSameRules() {
        var rules = UserRules.of(NEW, List.of(rule("version == '1' && p95 > 0.25", 5, 5)));
        var trial = Trial.under(SpecificationLimits.LIMITS, false, rules.anew("1"));
        for (int second = 0; second < 20; second++) {
            trial = trial.observe(slice(second, 0, 0.3));
        }
        assertThat(judged(trial, 20).evidence().orElseThrow().rule()).isEqualTo("rule:mine");
    }

    @Test
    void theOrderOfTheVersionsWithinSecondsMakesNoDifference() {
        var wanted = judged(served(under(rule("p99 > 1.2 * baseline.p99", 5, 10)), 0, 40, 0.13, 0.1), 40);
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var trial = under(rule("p99 > 1.2 * baseline.p99", 5, 10));
            for (int second = 0; second < 40; second += 2) {
                // Each version's own seconds stay in their order.
                boolean first = random.nextBoolean();
                for (int step = 0; step < 4; step++) {
                    boolean ours = step < 2 == first;
                    int at = second + step % 2;
                    trial = ours ? trial.observe(slice(at, 0, 0.13)) : trial.observeBaseline(slice(at, 0, 0.1));
                }
            }
            var judgement = judged(trial, 40);
            assertThat(judgement.word()).as("seed %d", seed).isEqualTo(wanted.word());
            assertThat(judgement.evidence().orElseThrow().since())
                    .isEqualTo(wanted.evidence().orElseThrow().since());
        }
    }
}
