package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.RegionProgress.State;
import io.tidegate.planner.rollout.RegionProgress.Validated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionReportsTest {
    private static final Cause BAD = new Cause("errors", "east", "api", "errors 20 %", Optional.empty());

    private final LaneOnStage stage = new LaneOnStage();

    @BeforeEach
    void theFirstWaveIsUnderWay() {
        stage.request("d1");
        stage.prepared("d1", "east");
        stage.prepared("d1", "west");
    }

    private List<RegionReport> reports(String deployment, String region) {
        var digest = stage.deployment().digest();
        return List.of(
                new RegionReport.Prepared(deployment, region, digest, true, List.of(), Map.of()),
                new RegionReport.Deploying(deployment, region),
                new RegionReport.ServiceDeployed(deployment, region, "api"),
                new RegionReport.Validating(deployment, region),
                new RegionReport.Completed(deployment, region, digest, 1, 1, 1, List.of()),
                new RegionReport.Failed(deployment, region, BAD, false, List.of()),
                new RegionReport.RollingBack(deployment, region, BAD, false),
                new RegionReport.RolledBack(deployment, region, Map.of(), List.of()),
                new RegionReport.RollbackFailed(deployment, region, "api", "not_ready", "not ready"));
    }

    @ParameterizedTest
    @CsvSource({"d0, east", "d1, north"})
    void whatIsSaidOfAnotherDeploymentOrByARegionOutsideThePlanChangesNothing(String deployment, String region) {
        assertThat(reports(deployment, region)).allSatisfy(report -> assertThat(stage.isIgnored(report))
                .as(report.toString())
                .isTrue());
    }

    @Test
    void evidenceOnAnotherDeploymentOrPlanIsStale() {
        assertThat(reports("d0", "east")).allMatch(this::isStale);
        assertThat(reports("d1", "east")).noneMatch(this::isStale);
        assertThat(isStale(new RegionReport.Completed("d1", "east", "another", 1, 1, 1, List.of())))
                .isTrue();
        assertThat(isStale(new RegionReport.Prepared("d1", "east", "another", true, List.of(), Map.of())))
                .isTrue();
        assertThat(isStale(new RegionReport.ServiceRemoved("d0", "east", "api")))
                .as("what is taken away after the end")
                .isFalse();
    }

    private boolean isStale(RegionReport report) {
        return DeploymentDecider.isStale(stage.lane, new Input.Reported(report));
    }

    @Test
    void aRegionIsFollowedOnItsWayForward() {
        assertThat(stage.isIgnored(new RegionReport.ServiceDeployed("d1", "east", "api")))
                .as("before it deploys")
                .isTrue();
        assertThat(stage.isIgnored(new RegionReport.Validating("d1", "east")))
                .as("before it deploys")
                .isTrue();

        stage.report(new RegionReport.Deploying("d1", "east"));
        stage.report(new RegionReport.ServiceDeployed("d1", "east", "api"));
        assertThat(stage.state("east")).isEqualTo(State.DEPLOYING);
        assertThat(stage.deployment().progress("east").deployed()).isEqualTo(1);
        stage.report(new RegionReport.Validating("d1", "east"));
        assertThat(stage.state("east")).isEqualTo(State.VALIDATING);
        assertThat(stage.isIgnored(new RegionReport.Deploying("d1", "east")))
                .as("once more")
                .isTrue();

        stage.completed("d1", "east", 2);
        assertThat(stage.state("east")).as("of another wave").isEqualTo(State.VALIDATING);
        stage.completed("d1", "east", 1);
        assertThat(stage.state("east")).isEqualTo(State.COMPLETED);
        assertThat(stage.deployment().wave()).isEqualTo(2);
    }

    @Test
    void aRegionThatDeploysMayBeDoneBeforeItIsKnownToValidate() {
        stage.report(new RegionReport.Deploying("d1", "east"));

        stage.completed("d1", "east", 1);

        assertThat(stage.state("east")).isEqualTo(State.COMPLETED);
    }

    @Test
    void whatIsBackDoesNotGoBackAgain() {
        stage.hear(new Input.FoundUnhealthy("d1", BAD));
        stage.report(new RegionReport.RollingBack("d1", "east", BAD, true));
        assertThat(stage.state("east")).isEqualTo(State.ROLLING_BACK);
        stage.returned("d1", "east");
        stage.report(new RegionReport.RollingBack("d1", "east", BAD, true));
        assertThat(stage.state("east")).isEqualTo(State.RETURNED);

        stage.rolledBack("d1", "east");
        stage.report(new RegionReport.RollingBack("d1", "east", BAD, true));
        stage.report(new RegionReport.RollbackFailed("d1", "east", "api", "not_ready", "late"));

        assertThat(stage.state("east")).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void aVerdictOnAnotherDeploymentTakesNothingBack() {
        stage.hear(new Input.FoundUnhealthy("d0", BAD));

        assertThat(stage.deployment().stage()).isEqualTo(Stage.IN_PROGRESS);
    }

    @Test
    void aVerdictOfARegionThatHasNoPartInItTakesNoCompletedDeploymentBack() {
        stage.completed("d1", "east", 1);
        stage.completed("d1", "west", 2);
        stage.now = stage.deployment().deadline();
        stage.hear(new Input.TimePassed());
        assertThat(stage.deployment().stage()).isEqualTo(Stage.COMPLETED);

        stage.hear(new Input.FoundUnhealthy("d1", new Cause("errors", "north", "api", "errors", Optional.empty())));

        assertThat(stage.deployment().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void aValidationThatIsDoneAgainReplacesWhatItSaidBeforeAndNothingElse() {
        var health = new Validated("health", "passed", "", stage.now);
        var unknown = new Validated("connectivity", "unknown", "no answer", stage.now);
        var passed = new Validated("connectivity", "passed", "", stage.now);

        var progress =
                RegionProgress.pending("east", 1).found(health).found(unknown).found(passed);

        assertThat(progress.validations()).containsExactly(health, passed);
        assertThat(progress.rolledBack(List.of()).validations()).containsExactly(health, passed);
        assertThat(progress.rolledBack(List.of(unknown)).validations()).containsExactly(unknown);
    }
}
