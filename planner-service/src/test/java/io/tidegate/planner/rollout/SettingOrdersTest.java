package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingOrdersTest {
    private static final Actor ALICE = new Actor("alice", "an incident", "test");
    private static final Actor BOB = new Actor("bob", "it is over", "test");

    private final Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final List<Change> changes = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");

    private Decision hear(Input input) {
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        changes.addAll(decision.changes());
        return decision;
    }

    private Written ago(int seconds) {
        return Written.at(now.minusSeconds(seconds));
    }

    private Decision freeze(String id, int secondsAgo) {
        return hear(new Input.FreezeLane(id, Optional.empty(), ALICE, ago(secondsAgo)));
    }

    private Decision unfreeze(String id, int secondsAgo) {
        return hear(new Input.UnfreezeLane(id, BOB, ago(secondsAgo)));
    }

    @Test
    void anOrderThatWasWrittenEarlierDoesNotUndoALaterOneAndBothAreReported() {
        freeze("c1", 30);
        unfreeze("c3", 10);
        var late = freeze("c2", 20);

        assertThat(lane.freeze()).isEmpty();
        assertThat(late.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
            assertThat(refusal.message())
                    .contains("'frozen' by alice at 2026-01-01T11:59:40Z")
                    .contains("'not frozen' by bob at 2026-01-01T11:59:50Z, which holds");
        });
        assertThat(late.changes())
                .singleElement()
                .isInstanceOfSatisfying(DeploymentEvent.OrderSuperseded.class, conflict -> {
                    assertThat(conflict.setting()).isEqualTo(Setting.FREEZE);
                    assertThat(conflict.kept()).isEqualTo(new Write("not frozen", BOB, "c3", ago(10)));
                    assertThat(conflict.dropped()).isEqualTo(new Write("frozen", ALICE, "c2", ago(20)));
                });
    }

    @Test
    void settingsDoNotConcernEachOther() {
        freeze("c1", 10);
        var drained = hear(new Input.Drain("c2", "east", ALICE, ago(20)));

        assertThat(drained.refusal().map(Decision.Refusal::reason))
                .as("that nothing was ever brought there")
                .contains(Reason.INVALID_REQUEST);
        assertThat(changes).noneMatch(DeploymentEvent.OrderSuperseded.class::isInstance);
    }

    @Test
    void ofADrainedRegionTheLaterWriterHasTheLastWordAsWell() {
        var stage = new LaneOnStage();
        stage.inBothRegions("d1");
        stage.hear(new Input.Drain("c1", "west", ALICE, Written.at(stage.now.minusSeconds(30))));
        stage.hear(new Input.Undrain("c3", "west", BOB, Written.at(stage.now.minusSeconds(10))));
        stage.hear(new Input.Drain("c2", "west", ALICE, Written.at(stage.now.minusSeconds(20))));

        assertThat(stage.lane.drained()).isEmpty();
        assertThat(stage.events.getLast()).isInstanceOfSatisfying(DeploymentEvent.OrderSuperseded.class, conflict -> {
            assertThat(conflict.setting().word()).isEqualTo("drain");
            assertThat(conflict.kept().value()).isEqualTo("west not drained");
            assertThat(conflict.dropped().value()).isEqualTo("west drained");
        });
        stage.hear(new Input.FreezeLane("c4", Optional.of(stage.now.plusSeconds(5)), ALICE, Written.at(stage.now)));
        stage.hear(new Input.Drain("c5", "west", ALICE, Written.at(stage.now.minusSeconds(15))));
        assertThat(stage.lane.drained())
                .as("what was set since then is another setting")
                .isEmpty();
        assertThat(stage.lane.settings().latest(Setting.FREEZE).orElseThrow().value())
                .isEqualTo("frozen until 2026-01-01T12:00:05Z");
    }

    @Test
    void aFreezeThatIsOverByItselfCannotBeLifted() {
        hear(new Input.FreezeLane("c1", Optional.of(now.plusSeconds(5)), ALICE, ago(0)));

        var late = DeploymentDecider.decide(lane, new Input.UnfreezeLane("c2", BOB, ago(0)), now.plusSeconds(5));

        assertThat(late.refusal().map(Decision.Refusal::reason)).contains(Reason.TOO_EARLY);
    }

    /** Else what it wrote would hold until all others have come to that time. */
    @Test
    void aWriterWhoseClockIsAheadWritesNow() {
        freeze("c1", -600);

        unfreeze("c2", 0);

        assertThat(lane.freeze()).isEmpty();
    }

    @Test
    void whatWasRefusedWasNotWritten() {
        assertThat(unfreeze("c1", 0).refusal().map(Decision.Refusal::reason)).contains(Reason.TOO_EARLY);

        freeze("c2", 10);

        assertThat(lane.freeze()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theLatestFreezeHoldsInWhicheverOrderFreezesCome(long seed) {
        var orders = new ArrayList<Integer>(List.of(50, 40, 30, 20, 10));
        Collections.shuffle(orders, new Random(seed));

        orders.forEach(secondsAgo -> hear(new Input.FreezeLane(
                "c" + secondsAgo, Optional.of(now.plusSeconds(secondsAgo)), ALICE, ago(secondsAgo))));

        assertThat(lane.freeze().flatMap(Freeze::until)).contains(now.plusSeconds(10));
    }
}
