package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.service;
import static io.tidegate.coordinator.wave.RegionOnStage.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Image;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which moves bring a version in, and which give users back what they had. */
final class StrategiesTest {
    private static final Image OLDEST = new Image("api:0");
    private static final Image OLD = new Image("api:1");
    private static final Image NEW = new Image("api:2");
    private static final Duration READY = POLICY.readyTimeout();
    private static final ServicePlan ROLLING = service("api", "2", List.of(), Strategy.ROLLING);
    private static final ServicePlan RESHAPED = service("api", "1", List.of(), Strategy.ROLLING);
    private static final Running BEFORE = Running.serving(workload("api:1", 2), Optional.of(OLDEST));
    private static final Running AWAY = BEFORE.withoutTraffic();

    private static List<Move> forward(ServicePlan plan, Optional<Running> before) {
        return Strategies.forward(plan, before, POLICY);
    }

    @Test
    void whatIsNewGetsAllTrafficOnceItIsReady() {
        assertThat(forward(ROLLING, Optional.empty()))
                .containsExactly(Move.apply(workload("api:2", 1)), Move.awaitReady(NEW, READY), Move.routeAll(NEW));
    }

    @Test
    void whatWasKeptOfTheTimeBeforeMakesRoomForTheNextVersion() {
        assertThat(forward(ROLLING, Optional.of(BEFORE)))
                .containsExactly(
                        Move.remove(OLDEST),
                        Move.apply(workload("api:2", 1)),
                        Move.awaitReady(NEW, READY),
                        Move.routeAll(NEW),
                        Move.watch(NEW, Duration.ZERO),
                        Move.remove(OLD));
        var kept = Running.serving(workload("api:1", 2), Optional.of(NEW));
        assertThat(forward(ROLLING, Optional.of(kept)))
                .as("the version that comes in is the one that was kept")
                .doesNotContain(Move.remove(NEW))
                .startsWith(Move.apply(workload("api:2", 1)));
    }

    @Test
    void anotherShapeOfTheSameVersionMovesNoTrafficUnlessThereIsNone() {
        var comes = List.of(Move.apply(workload("api:1", 1)), Move.awaitReady(OLD, READY));
        assertThat(forward(RESHAPED, Optional.of(BEFORE))).isEqualTo(comes);
        assertThat(forward(RESHAPED, Optional.of(AWAY)))
                .startsWith(comes.getFirst(), comes.getLast())
                .endsWith(Move.routeAll(OLD))
                .hasSize(3);
    }

    @Test
    void trafficGoesBackToTheVersionBeforeAsLongAsThatIsThere() {
        var moves = forward(ROLLING, Optional.of(BEFORE));
        assertThat(Strategies.means(ROLLING, List.of(), Optional.of(BEFORE))).isEqualTo(Means.NONE);
        for (int begun = 1; begun < moves.size(); begun++) {
            assertThat(Strategies.means(ROLLING, moves.subList(0, begun), Optional.of(BEFORE)))
                    .as("after " + moves.subList(0, begun))
                    .isEqualTo(Means.TRAFFIC);
        }
        assertThat(Strategies.means(ROLLING, moves, Optional.of(BEFORE))).isEqualTo(Means.CONTAINER);
    }

    @Test
    void whatHadNoTrafficOrOnlyAnotherShapeOrNothingBeforeItIsPutBackAsItWas() {
        var begun = List.of(Move.apply(workload("api:2", 1)));
        assertThat(Strategies.means(ROLLING, begun, Optional.of(AWAY))).isEqualTo(Means.CONTAINER);
        assertThat(Strategies.means(RESHAPED, begun, Optional.of(BEFORE))).isEqualTo(Means.CONTAINER);
        assertThat(Strategies.means(ROLLING, begun, Optional.empty())).isEqualTo(Means.CONTAINER);
    }

    @Test
    void usersGetBackWhatTheyHad() {
        assertThat(Strategies.back(ROLLING, Optional.of(BEFORE), Means.NONE, POLICY))
                .isEmpty();
        assertThat(Strategies.back(ROLLING, Optional.of(BEFORE), Means.TRAFFIC, POLICY))
                .containsExactly(Move.routeAll(OLD));
        assertThat(Strategies.back(ROLLING, Optional.of(BEFORE), Means.CONTAINER, POLICY))
                .containsExactly(Move.apply(workload("api:1", 2)), Move.awaitReady(OLD, READY), Move.routeAll(OLD));
        assertThat(Strategies.back(ROLLING, Optional.empty(), Means.CONTAINER, POLICY))
                .containsExactly(Move.routeNowhere(NEW));
    }

    @Test
    void whatServesAgainIsReadyAndWatchedAndWhatWasBadIsGone() {
        assertThat(Strategies.verification(ROLLING, Optional.of(BEFORE), Means.TRAFFIC, POLICY))
                .containsExactly(Move.awaitReady(OLD, READY), Move.remove(NEW), Move.watch(OLD, Duration.ZERO));
        assertThat(Strategies.verification(ROLLING, Optional.empty(), Means.CONTAINER, POLICY))
                .containsExactly(Move.remove(NEW));
        assertThat(Strategies.verification(RESHAPED, Optional.of(BEFORE), Means.CONTAINER, POLICY))
                .containsExactly(Move.awaitReady(OLD, READY));
        assertThat(Strategies.verification(ROLLING, Optional.of(BEFORE), Means.NONE, POLICY))
                .isEmpty();
    }

    @Test
    void whatTheEstateNoLongerHasLosesItsTrafficFirstAndThenAllThatIsThereOfIt() {
        assertThat(Strategies.away(BEFORE))
                .containsExactly(Move.routeNowhere(OLD), Move.remove(OLDEST), Move.remove(OLD));
    }
}
