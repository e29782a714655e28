package io.tidegate.dashboard.projection;

import static io.tidegate.dashboard.projection.Facts.ADA;
import static io.tidegate.dashboard.projection.Facts.NOON;
import static io.tidegate.dashboard.projection.Facts.command;
import static io.tidegate.dashboard.projection.Facts.decided;
import static io.tidegate.dashboard.projection.Facts.deployment;
import static io.tidegate.dashboard.projection.Facts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Projection.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProjectionTest {
    private final Projection projection = new Projection(3, 100);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<String> ids(Page<Fact.Deployment> page) {
        return page.items().stream().map(Fact.Deployment::deployment).toList();
    }

    private static List<Object> everything(Projection projection) {
        var all = new ArrayList<Object>();
        all.add(projection.deployments(Filter.ALL, Optional.empty(), 200, Optional.empty()));
        all.add(projection.regions(Filter.ALL, 200, Optional.empty()));
        all.add(projection.services(Filter.ALL, 200, Optional.empty()));
        for (int number = 0; number < 8; number++) {
            all.add(projection.decisions("d-" + number));
            all.add(projection.command("c-" + number));
        }
        return all;
    }

    private static Order rollBack(String command, String reason) {
        var actor = new Actor("ada", reason, "rest");
        return new Order(command, "d-1", "shop", "production", new Intent.RollBack(), actor, NOON);
    }

    private static Order deploy(String command, String deployment) {
        return Facts.order(command, deployment, new Intent.Deploy("file", Map.of("a", "a:2"), Facts.AT_ONCE));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void factsThatAreHeardAgainChangeNothing(long seed) {
        var random = new Random(seed);
        var facts = random.ints(60).mapToObj(each -> Facts.any(random)).toList();
        var once = new Projection(100, 100);
        facts.forEach(once::apply);
        var repeated = new Projection(100, 100);
        for (int at = 0; at < facts.size(); at++) {
            repeated.apply(facts.get(at));
            if (random.nextInt(5) == 0) { // what a mirror does when it starts again
                facts.subList(random.nextInt(at + 1), at + 1).forEach(repeated::apply);
            }
        }

        assertThat(everything(repeated)).isEqualTo(everything(once));
    }

    @Test
    void theNewestDeploymentComesFirst() {
        IntStream.of(2, 9, 4).forEach(number -> projection.apply(deployment("d-" + number, number)));

        assertThat(ids(projection.deployments(Filter.ALL, Optional.empty(), 10, Optional.empty())))
                .containsExactly("d-9", "d-4", "d-2");
    }

    @Test
    void aDeploymentIsFoundByItsWordAndByItsPhase() {
        projection.apply(deployment("d-1", 1, "held", NOON));
        projection.apply(deployment("d-2", 2, "completed", NOON));

        for (String word : List.of("rolling_back", "held")) {
            assertThat(ids(projection.deployments(Filter.ALL, Optional.of(word), 10, Optional.empty())))
                    .containsExactly("d-1");
        }
    }

    @Test
    void anOlderStateDoesNotReplaceANewerOne() {
        projection.apply(deployment("d-1", 1, "completed", NOON.plusSeconds(60)));
        projection.apply(deployment("d-1", 1, "in_progress", NOON.plusSeconds(30)));

        assertThat(projection.deployment("d-1"))
                .hasValueSatisfying(state -> assertThat(state.phase()).isEqualTo("completed"));
    }

    @Test
    void anIdThatIsUsedAgainMovesToItsNewPlace() {
        projection.apply(deployment("d-1", 1));
        projection.apply(deployment("d-2", 2));
        projection.apply(deployment("d-1", 3));

        assertThat(ids(projection.deployments(Filter.ALL, Optional.empty(), 10, Optional.empty())))
                .containsExactly("d-1", "d-2");
    }

    @Test
    void decisionsAreKeptOfTheLatestDeploymentsAndStatesOfAll() {
        for (int number = 1; number <= 5; number++) {
            projection.apply(deployment("d-" + number, number));
            projection.apply(decided("d-" + number, "wave_started", number));
        }

        assertThat(projection.decisions("d-2")).contains(List.of());
        assertThat(projection.decisions("d-3").orElseThrow()).hasSize(1);
        assertThat(projection.deployment("d-1")).isPresent();
        assertThat(projection.decisions("d-6")).isEmpty();
    }

    @Test
    void aCommandIsPendingUntilItsDeploymentStarts() {
        projection.apply(command("c-1", "request_deployment", "d-1", 0));
        assertThat(projection.command("c-1").orElseThrow().outcome()).isEqualTo(new Outcome.Pending());

        projection.apply(decided("d-1", "deployment_started", "command", 1, Optional.of(ADA), Optional.of("c-1")));
        assertThat(projection.command("c-1").orElseThrow().outcome())
                .isEqualTo(new Outcome.Accepted(NOON.plusSeconds(1)));
    }

    @Test
    void aRefusedCommandSaysWhyAlsoWhenTheCommandItselfIsForgotten() {
        projection.apply(refusal("c-1", "d-1", "too_late", 5));

        assertThat(projection.command("c-1").orElseThrow().outcome())
                .isEqualTo(new Outcome.Refused("too_late", "it has ended", NOON.plusSeconds(5)));
        assertThat(projection.decisions("d-1").orElseThrow())
                .extracting(Decision::word)
                .containsExactly("command_refused");
    }

    @Test
    void ofTwoOrdersToGoBackTheOneThatTheRollbackNamesIsTheOneThatWasObeyed() {
        projection.apply(command("c-1", "roll_back_deployment", "d-1", 10));
        projection.apply(command("c-2", "roll_back_deployment", "d-1", 20));
        projection.apply(decided("d-1", "rollback_started", "command", 21, Optional.of(ADA), Optional.of("c-2")));

        assertThat(projection.command("c-1").orElseThrow().outcome()).isEqualTo(new Outcome.Pending());
        assertThat(projection.command("c-2").orElseThrow().outcome())
                .isEqualTo(new Outcome.Accepted(NOON.plusSeconds(21)));
    }

    @Test
    void aFreezeIsOneOfTheDecisionsOnTheDeploymentsOfItsEnvironmentMeanwhile() {
        projection.apply(decided("d-1", "deployment_started", 10));
        projection.apply(decided("d-1", "deployment_completed", 30));
        projection.apply(decided("", "lane_frozen", "", 20, Optional.of(ADA), Optional.of("c-1")));
        projection.apply(decided("", "lane_unfrozen", "", 31, Optional.of(ADA), Optional.of("c-2")));

        assertThat(projection.decisions("d-1").orElseThrow())
                .extracting(Decision::word)
                .containsExactly("deployment_started", "lane_frozen", "deployment_completed");
        assertThat(projection.decisions("")).isEmpty();
    }

    @Test
    void aRollbackThatAVerdictBeganObeysNobody() {
        projection.apply(command("c-1", "roll_back_deployment", "d-1", 10));
        var tidegate = Optional.of(new Actor("tidegate", "", "planner-service"));
        projection.apply(decided("d-1", "rollback_started", "errors", 11, tidegate, Optional.empty()));

        assertThat(projection.command("c-1").orElseThrow().outcome()).isEqualTo(new Outcome.Pending());
    }

    @Test
    void anOrderIsPublishedUntilItStandsOnTheLog() {
        var order = rollBack("c-1", "why not");

        assertThat(projection.admit(order)).isEqualTo(Admission.PUBLISH);
        assertThat(projection.admit(order)).isEqualTo(Admission.PUBLISH);
        projection.apply(order.asFact());
        assertThat(projection.admit(order)).isEqualTo(Admission.KNOWN);
    }

    @Test
    void somethingElseUnderTheSameIdentityIsRefusedBeforeAndAfterItStandsOnTheLog() {
        projection.admit(rollBack("c-1", "why not"));
        assertThat(projection.admit(rollBack("c-1", "because"))).isEqualTo(Admission.KEY_REUSED);

        projection.apply(rollBack("c-1", "why not").asFact());
        assertThat(projection.admit(rollBack("c-1", "because"))).isEqualTo(Admission.KEY_REUSED);
    }

    @Test
    void anIdThatADeploymentHasIsNotGivenToAnother() {
        projection.apply(deployment("d-1", 1));
        projection.apply(deploy("c-2", "d-2").asFact());

        assertThat(projection.admit(deploy("c-9", "d-1"))).isEqualTo(Admission.ALREADY_EXISTS);
        assertThat(projection.admit(deploy("c-9", "d-2"))).isEqualTo(Admission.ALREADY_EXISTS);
        assertThat(projection.admit(deploy("c-9", "d-3"))).isEqualTo(Admission.PUBLISH);
    }

    @Test
    void anIdWhoseRequestWasRefusedIsFree() {
        projection.apply(deploy("c-2", "d-2").asFact());
        projection.apply(refusal("c-2", "d-2", "conflict", 1));

        assertThat(projection.admit(deploy("c-9", "d-2"))).isEqualTo(Admission.PUBLISH);
    }
}
