package io.tidegate.dashboard.audit;

import static io.tidegate.dashboard.projection.Facts.ADA;
import static io.tidegate.dashboard.projection.Facts.NOON;
import static io.tidegate.dashboard.projection.Facts.command;
import static io.tidegate.dashboard.projection.Facts.decided;
import static io.tidegate.dashboard.projection.Facts.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.dashboard.projection.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AuditTest {
    private final Audit audit = new Audit(Instant.MIN, Instant.MAX, 1000);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void anAcceptedCommandSaysWhoWhatWhenAndWhy() {
        audit.hear(decided("d-1", "deployment_started", "command", 2, Optional.of(ADA), Optional.of("c-1")));
        audit.hear(command("c-1", "request_deployment", "d-1", 1));

        assertThat(audit.lines())
                .satisfiesExactly(
                        asked -> {
                            assertThat(asked.kind()).isEqualTo("command");
                            assertThat(asked.at()).isEqualTo(NOON.plusSeconds(1));
                            assertThat(asked.actor()).contains(ADA);
                            assertThat(asked.outcome()).isEqualTo("accepted");
                        },
                        started -> {
                            assertThat(started.what()).isEqualTo("deployment_started");
                            assertThat(started.commandId()).isEqualTo("c-1");
                            assertThat(started.actor()).contains(ADA);
                        });
    }

    @Test
    void aRefusedCommandSaysWhyNot() {
        audit.hear(command("c-1", "roll_back_deployment", "d-1", 1));
        audit.hear(refusal("c-1", "d-1", "too_late", 2));

        assertThat(audit.lines())
                .satisfiesExactly(
                        asked -> {
                            assertThat(asked.outcome()).isEqualTo("refused");
                            assertThat(asked.rule()).isEqualTo("too_late");
                            assertThat(asked.message()).isEqualTo("it has ended");
                        },
                        refused -> {
                            assertThat(refused.what()).isEqualTo("command_refused");
                            assertThat(refused.actor()).contains(ADA);
                        });
    }

    @Test
    void onlyTheSpanThatIsAskedForCounts() {
        var span = new Audit(NOON.plusSeconds(10), NOON.plusSeconds(20), 1000);
        for (int second : new int[] {9, 10, 19, 20}) {
            span.hear(decided("d-" + second, "wave_started", second));
            span.hear(command("c-" + second, "cancel_deployment", "d-" + second, second));
        }

        assertThat(span.lines())
                .extracting(AuditLine::deployment)
                .containsExactlyInAnyOrder("d-10", "d-10", "d-19", "d-19");
    }

    @Test
    void whatIsTooLongIsNotHalfTold() {
        var small = new Audit(Instant.MIN, Instant.MAX, 2);
        small.hear(decided("d-1", "wave_started", 1));
        small.hear(decided("d-1", "wave_completed", 2));
        small.hear(command("c-1", "cancel_deployment", "d-1", 1));

        assertThatThrownBy(small::lines)
                .isInstanceOf(Audit.TooLongException.class)
                .hasMessageContaining("2 lines");
        assertThatThrownBy(() -> small.hear(decided("d-1", "deployment_completed", 3)))
                .isInstanceOf(Audit.TooLongException.class);
    }

    /** Topics and partitions are read in any order, and mirrors repeat what they carried before. */
    @ParameterizedTest
    @MethodSource("seeds")
    void neitherTheOrderOfReadingNorRepetitionsChangeADecision(long seed) {
        var random = new Random(seed);
        var facts = new ArrayList<>(random.ints(40)
                .mapToObj(each -> Facts.decided("d-" + random.nextInt(5), "wave_started", random.nextInt(100)))
                .toList());
        facts.forEach(audit::hear);
        var other = new Audit(Instant.MIN, Instant.MAX, 1000);
        facts.addAll(facts.subList(0, random.nextInt(facts.size())));
        Collections.shuffle(facts, random);
        facts.forEach(other::hear);

        assertThat(other.lines()).isEqualTo(audit.lines());
    }
}
