package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Workload;
import io.tidegate.planner.rollout.Terms.IfBusy;
import io.tidegate.planner.rollout.Terms.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InterruptingTest {
    private static final Actor ALICE = new Actor("alice", "release", "test");
    private static final Actor BOB = new Actor("bob", "an incident", "test");
    private static final Terms EMERGENCY = new Terms(Priority.EMERGENCY, IfBusy.REFUSE, Instant.EPOCH, Queue.PATIENCE);
    private static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60, rollbackWindow: 2h}
                - {name: west, role: standby, wave: 2, trafficShare: 40, rollbackWindow: 2h}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
                - {name: web, image: 'shop/web:1', port: 80}
            """;

    /** The same estate with one region and one service more. */
    private static final String GROWN = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60}
                - {name: west, role: standby, wave: 2, trafficShare: 20}
                - {name: south, role: regional, wave: 3, trafficShare: 20}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
                - {name: web, image: 'shop/web:1', port: 80}
                - {name: jobs, image: 'shop/jobs:1', port: 80}
            """;

    private final List<DeploymentEvent> events = new ArrayList<>();
    private final Map<String, Map<String, Workload>> before = new HashMap<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private int commands;

    private Decision hear(Input input) {
        now = now.plusSeconds(1);
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        return decision;
    }

    private Decision request(String id, Terms terms, Map<String, String> images) {
        var actor = terms.priority() == Priority.EMERGENCY ? BOB : ALICE;
        return hear(new Input.Request("c" + commands++, id, "shop", "production", ESTATE, images, actor, terms));
    }

    private void tick() {
        for (int times = 0; times < 3; times++) {
            hear(new Input.TimePassed());
        }
    }

    private Deployment current() {
        return lane.deployment().orElseThrow();
    }

    private void prepared() {
        for (String region : List.of("east", "west")) {
            var running = lane.running().getOrDefault(region, Map.of());
            before.put(region, running);
            hear(new Input.Reported(
                    new RegionReport.Prepared(current().id(), region, current().digest(), true, List.of(), running)));
        }
    }

    private void completed(String region, int wave) {
        hear(new Input.Reported(
                new RegionReport.Completed(current().id(), region, current().digest(), wave, 2, 2, List.of())));
    }

    private void rolledBack(String... regions) {
        for (String region : regions) {
            hear(new Input.Reported(new RegionReport.RolledBack(
                    current().id(), region, before.getOrDefault(region, Map.of()), List.of())));
        }
    }

    private void complete() {
        prepared();
        completed("east", 1);
        completed("west", 2);
        now = now.plus(Duration.ofMinutes(30));
        hear(new Input.TimePassed());
        assertThat(current().stage()).isEqualTo(Stage.COMPLETED);
    }

    private Map<String, String> runs(String region) {
        var images = new HashMap<String, String>();
        lane.running()
                .getOrDefault(region, Map.of())
                .forEach((service, workload) ->
                        images.put(service, workload.image().version()));
        return images;
    }

    private Waiting waiting(String id) {
        return lane.queue().find(id).orElseThrow();
    }

    @BeforeEach
    void theFirstVersionRuns() {
        request("first", Terms.NOW, Map.of());
        complete();
        events.clear();
    }

    @Test
    void anEmergencyHasWhatIsUnderWayTakenBackGoesFirstAndWhatWasInterruptedGoesOnAfterIt() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        prepared();
        completed("east", 1);

        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(current().reason()).contains("interrupted by emergency 'hotfix'", "goes on as 'release~2'");
        rolledBack("east", "west");
        assertThat(events).anyMatch(event -> event instanceof DeploymentEvent.RolledBack);
        tick();
        assertThat(current().id()).isEqualTo("hotfix");
        complete();
        tick();

        assertThat(current().id()).isEqualTo("release~2");
        assertThat(current().actor()).isEqualTo(ALICE);
        complete();
        assertThat(runs("east")).isEqualTo(Map.of("api", "1.1", "web", "2"));
        assertThat(runs("west")).isEqualTo(runs("east"));
    }

    @Test
    void whatHasChangedNothingYetGivesWayAtOnce() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        assertThat(events).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(DeploymentEvent.Cancelled.class, done -> assertThat(done.message())
                        .contains("goes on as 'release~2'")));
        tick();
        assertThat(current().id()).isEqualTo("hotfix");
        assertThat(waiting("release~2").request().images()).containsEntry("web", "shop/web:2");
    }

    @Test
    void aDeploymentThatIsOnlyWatchedIsDoneAndStays() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        prepared();
        completed("east", 1);
        completed("west", 2);
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1", "web", "shop/web:2"));
        tick();
        assertThat(events).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(DeploymentEvent.Completed.class, done -> assertThat(done.message())
                        .contains("cut short by 'hotfix'")));
        assertThat(current().id()).isEqualTo("hotfix");
        assertThat(runs("east")).containsEntry("web", "2");
    }

    @Test
    void whereBothWantANewImageOfOneServiceAPersonChooses() {
        request("release", Terms.NOW, Map.of("api", "shop/api:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        complete();
        tick();
        assertThat(waiting("release~2").stage()).isEqualTo(Stage.HELD);
        assertThat(waiting("release~2").note())
                .contains("'api'", "shop/api:2 is wanted", "'hotfix'", "shop/api:1.1", "resume", "cancel");
        tick();
        assertThat(current().id()).isEqualTo("hotfix");

        hear(new Input.Resume("go", "release~2", ALICE));
        tick();
        assertThat(current().id()).isEqualTo("release~2");
        complete();
        assertThat(runs("west")).containsEntry("api", "2");
    }

    @Test
    void aConflictIsOverWhenTheOtherDeploymentIsTakenBack() {
        request("release", Terms.NOW, Map.of("api", "shop/api:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        prepared();
        completed("east", 1);
        completed("west", 2);
        now = current().deadline();
        tick();
        assertThat(waiting("release~2").stage()).isEqualTo(Stage.HELD);

        hear(new Input.RollBack("back", "hotfix", BOB));
        rolledBack("east", "west");
        tick();

        assertThat(current().id()).isEqualTo("release~2");

        complete();
        assertThat(runs("east")).containsEntry("api", "2");
    }

    @Test
    void whatCameAfterTheConflictWasShownIsAskedAboutAsWell() {
        request("release", Terms.NOW, Map.of("api", "shop/api:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        complete();
        tick();
        assertThat(waiting("release~2").stage()).isEqualTo(Stage.HELD);
        request("later", Terms.NOW, Map.of("api", "shop/api:1.2"));
        complete();

        hear(new Input.Resume("go", "release~2", ALICE));
        tick();

        assertThat(waiting("release~2").stage()).isEqualTo(Stage.HELD);
        assertThat(waiting("release~2").note()).contains("'later'", "shop/api:1.2");
    }

    @Test
    void whatStillWaitsUnderTheIdOfItsSuccessorIsNotAskedForAgain() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        tick();

        var again = request(
                "release", new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE), Map.of());

        assertThat(again.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("'release~2'"));
    }

    @Test
    void whatIsInterruptedGoesOnAlsoWhereAPersonHadToHelpItsWayBack() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        prepared();
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        hear(new Input.Reported(new RegionReport.RollbackFailed("release", "east", "step_failed", "api", "no answer")));
        rolledBack("west");
        assertThat(current().stage()).isEqualTo(Stage.HELD);

        hear(new Input.RollBack("again", "release", BOB));
        rolledBack("east", "west");
        tick();

        assertThat(current().id()).isEqualTo("hotfix");
        complete();
        tick();
        assertThat(current().id()).isEqualTo("release~2");
    }

    @Test
    void whatGoesOnWaitsFromTheInterruptionOnAndCanBeCancelledAtOnce() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        prepared();
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(current().continuedAs()).isEqualTo("release~2");

        hear(new Input.Cancel("c", "release~2", ALICE));

        assertThat(lane.queue().find("release~2")).isEmpty();
    }

    @Test
    void whatNobodyChoosesForIsGivenUp() {
        request("release", Terms.NOW, Map.of("api", "shop/api:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        complete();
        tick();
        now = now.plus(Queue.PATIENCE);
        tick();
        assertThat(events.reversed())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> {
                    assertThat(failed.deployment()).isEqualTo("release~2");
                    assertThat(failed.reason()).isEqualTo("conflict");
                }));
    }

    @Test
    void anEmergencyThatWasTakenBackLeavesNothingToCarryOver() {
        request("release", Terms.NOW, Map.of("api", "shop/api:2"));
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        tick();
        prepared();
        hear(new Input.RollBack("back", "hotfix", BOB));
        rolledBack("east", "west");
        tick();
        assertThat(current().id()).isEqualTo("release~2");
        assertThat(events).noneMatch(DeploymentEvent.ConflictDetected.class::isInstance);
    }

    @Test
    void anEmergencyDoesNotInterruptAnotherOneNorAWayBack() {
        request("hotfix", EMERGENCY, Map.of("api", "shop/api:1.1"));
        assertThat(request("second", EMERGENCY, Map.of()).refusal()).isPresent();
        prepared();
        hear(new Input.RollBack("back", "hotfix", BOB));
        request("third", new Terms(Priority.EMERGENCY, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE), Map.of());
        tick();
        assertThat(current().id()).isEqualTo("hotfix");
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void whatIsInterruptedAgainGoesOnUnderTheNextNumber() {
        assertThat(Interrupting.successor("release")).isEqualTo("release~2");
        assertThat(Interrupting.successor("release~2")).isEqualTo("release~3");
        assertThat(Interrupting.successor("v1.9")).isEqualTo("v1.9~2");
    }

    @Test
    void whatIsReplacedIsTakenBackForGoodAndTheDifferenceIsShown() {
        var replacing = new Terms(Priority.SCHEDULED, IfBusy.REPLACE, Instant.EPOCH, Queue.PATIENCE);
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        prepared();
        hear(new Input.Request(
                "r", "other", "shop", "production", GROWN, Map.of("web", "shop/web:3"), ALICE, replacing));
        tick();
        assertThat(current().reason())
                .contains(
                        "replaced by 'other'",
                        "region south is added",
                        "'jobs' in east is added",
                        "'web' in west is shop/web:3 instead of shop/web:2");
        rolledBack("east", "west");
        assertThat(events)
                .anyMatch(event -> event instanceof DeploymentEvent.Cancelled done
                        && done.deployment().equals("release"));
        tick();
        assertThat(current().id()).isEqualTo("other");
        assertThat(lane.queue().waiting()).isEmpty();
    }

    /** What had merely waited once began first, and was then replaced for good. */
    @Test
    void whatReplacesGoesBeforeWhatWaits() {
        var replacing = new Terms(Priority.SCHEDULED, IfBusy.REPLACE, Instant.EPOCH, Queue.PATIENCE);
        var queued = new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE);
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        request("waits", queued, Map.of("web", "shop/web:4"));
        request("other", replacing, Map.of("web", "shop/web:3"));
        tick();
        assertThat(current().id()).isEqualTo("other");
        assertThat(lane.queue().find("waits")).isPresent();
    }

    @Test
    void anIdThatIsGivenToWhatGoesOnIsNobodyElses() {
        assertThat(request("release~2", Terms.NOW, Map.of())
                        .refusal()
                        .orElseThrow()
                        .message())
                .contains("release~2", "after an emergency");
    }

    @Test
    void aDeploymentWhoseRegionsFindOutWhetherTheyReachEachOtherGivesWayToo() {
        assertThat(Stage.CONNECTING.yields()).isTrue();
    }

    /** A region's answer to a plan that is out of date once counted as one to the present plan. */
    @Test
    void whatARegionSaysOfAnotherPlanIsNoAnswer() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        var old = current().digest();
        hear(new Input.Reported(new RegionReport.Prepared("release", "east", old, true, List.of(), Map.of())));
        assertThat(current().digest())
                .as("east runs something else, so it is planned anew")
                .isNotEqualTo(old);
        assertThat(current().doubtful()).isFalse();
        hear(new Input.Reported(new RegionReport.Prepared(
                "release", "west", old, true, List.of(), lane.running().getOrDefault("west", Map.of()))));
        assertThat(current().progress("west").state()).isEqualTo(RegionProgress.State.PENDING);
    }

    /** From the second deployment on a region's problems were once lost, and it was said to be silent. */
    @Test
    void aRegionThatIsNotReadyEndsItAndSaysWhy() {
        request("release", Terms.NOW, Map.of("web", "shop/web:2"));
        hear(new Input.Reported(new RegionReport.Prepared(
                "release",
                "east",
                current().digest(),
                false,
                List.of("web is unhealthy"),
                lane.running().getOrDefault("east", Map.of()))));
        assertThat(current().stage()).isEqualTo(Stage.FAILED);
        assertThat(current().reason()).contains("east is not ready", "web is unhealthy");
    }
}
