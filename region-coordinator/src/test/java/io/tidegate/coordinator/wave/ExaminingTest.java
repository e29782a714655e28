package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.program;
import static io.tidegate.coordinator.wave.RegionOnStage.validated;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.HttpTest;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExaminingTest {
    private final RegionOnStage stage = new RegionOnStage();

    private void broughtIn(RegionPlan plan) {
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, plan, POLICY));
        stage.started("d2");
        stage.finish("api");
        stage.verdict("api", "2", Health.HEALTHY);
        stage.finish("api");
        stage.pass(Duration.ofSeconds(1));
    }

    private Output.Validate asked() {
        return stage.all(Output.Validate.class).getLast();
    }

    private void answered(String outcome) {
        stage.hear(new Input.ValidationReported(asked().validationId(), outcome, "api", "test 'one' of api"));
    }

    private List<String> results() {
        return stage.attempt().validations().stream()
                .map(result -> result.name() + " " + result.outcome())
                .toList();
    }

    @Test
    void aRegionIsDoneOnlyOnceEveryBoundValidatorHasPassed() {
        broughtIn(validated(
                List.of(Validation.SMOKE, Validation.INTEGRATION),
                program(Validation.SMOKE),
                program(Validation.INTEGRATION)));
        var asked = stage.all(Output.Validate.class);
        assertThat(asked)
                .extracting(Output.Validate::validationId)
                .containsExactly("d2/us-east-1/smoke/1", "d2/us-east-1/integration/1");
        stage.hear(new Input.ValidationReported("d2/us-east-1/smoke/1", "passed", "", "all"));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VALIDATING);
        stage.hear(new Input.ValidationReported("d2/us-east-1/integration/1", "passed", "", "all"));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(results()).containsExactly("health passed", "smoke passed", "integration passed");
    }

    @Test
    void validatorsAreNotAskedBeforeAllIsHealthy() {
        stage.install();
        stage.hear(new Input.Prepare(
                "d2", "digest-d2", 1, validated(List.of(Validation.SMOKE), program(Validation.SMOKE)), POLICY));
        stage.started("d2");
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.all(Output.Validate.class)).isEmpty();
    }

    @Test
    void aValidationThatFailsTakesTheRegionBackAndNamesTheTest() {
        broughtIn(validated(List.of(Validation.SMOKE), program(Validation.SMOKE)));
        answered("failed");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
        assertThat(stage.attempt().cause()).hasValueSatisfying(cause -> {
            assertThat(cause.rule()).isEqualTo("validation_failed");
            assertThat(cause.service()).isEqualTo("api");
            assertThat(cause.message()).isEqualTo("smoke failed: test 'one' of api");
        });
        assertThat(results()).containsExactly("health passed", "smoke failed");
    }

    @Test
    void unknownIsAskedAgainAndIsNotPassedInTheEnd() {
        broughtIn(validated(List.of(Validation.SMOKE), program(Validation.SMOKE)));
        answered("unknown");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VALIDATING);
        stage.pass(Duration.ofSeconds(1));
        assertThat(asked().validationId()).isEqualTo("d2/us-east-1/smoke/2");
        stage.pass(Duration.ofSeconds(16)); // its own deadline and the grace are over
        stage.pass(Duration.ofSeconds(2));
        assertThat(asked().validationId()).isEqualTo("d2/us-east-1/smoke/3");
        stage.pass(Duration.ofSeconds(20));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
        assertThat(stage.attempt().cause().orElseThrow().rule()).isEqualTo("not_validated");
        assertThat(results()).containsExactly("health passed", "smoke unknown");
    }

    @Test
    void aResultOfAnEarlierAttemptAndOneThatComesTwiceMeanNothing() {
        broughtIn(validated(List.of(Validation.SMOKE), program(Validation.SMOKE)));
        var first = asked().validationId();
        answered("unknown");
        stage.hear(new Input.ValidationReported(first, "failed", "api", "late"));
        stage.pass(Duration.ofSeconds(1));
        var before = stage.lane;
        stage.hear(new Input.ValidationReported(first, "failed", "api", "late"));
        assertThat(stage.lane).isEqualTo(before);
        answered("passed");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        stage.said.clear();
        stage.hear(new Input.ValidationReported("d2/us-east-1/smoke/2", "failed", "api", "twice"));
        assertThat(stage.said).isEmpty();
    }

    @Test
    void aKindWithoutAValidatorStaysUnknownAndIsSaidSo() {
        broughtIn(validated(List.of(Validation.RESIDENCY)));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(stage.attempt().validations().getLast().message()).isEqualTo("no validator is bound to 'residency'");
    }

    @Test
    void aRegionThatIsDoneFindsOutWhetherItReachesTheOthersAndSaysSoOnceForEachTimeItIsAsked() {
        broughtIn(validated(List.of(Validation.HEALTH), program(Validation.CONNECTIVITY)));
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 1, stage.now.plusSeconds(30)));
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 1, stage.now.plusSeconds(30)));
        assertThat(stage.all(Output.Validate.class)).hasSize(1);
        answered("failed");
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.all(Output.Connected.class)).hasSize(1);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 2, stage.now.plusSeconds(30)));
        assertThat(stage.all(Output.Connected.class))
                .hasSize(2)
                .allMatch(said -> said.found().outcome().equals("failed"));
    }

    @Test
    void aRegionThatTheDeploymentWentOnWithoutIsNotReachedForAtTheFirstAttemptNorLater() {
        broughtIn(validated(List.of(Validation.HEALTH), connectivity("eu-west-1", "us-west-2")));
        stage.hear(new Input.Connect("d2", "digest-d2", List.of("us-west-2"), 1, stage.now.plusSeconds(30)));
        answered("unknown");
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.all(Output.Validate.class)).hasSize(2).allSatisfy(asked -> assertThat(
                        asked.validator().tests())
                .extracting(HttpTest::region)
                .containsExactly("eu-west-1"));
    }

    private static Validator connectivity(String... regions) {
        return program(Validation.CONNECTIVITY)
                .with(Stream.of(regions)
                        .map(region -> new HttpTest(
                                "reached",
                                region,
                                "api",
                                "GET",
                                "/",
                                Map.of(),
                                "",
                                new HttpTest.Expectation(200, 299, Map.of(), Map.of(), List.of()),
                                Duration.ofSeconds(1)))
                        .toList());
    }

    @Test
    void whoCannotFindOutInTimeWhetherItReachesTheOthersSaysThatItIsUnknown() {
        broughtIn(validated(List.of(Validation.HEALTH), program(Validation.CONNECTIVITY)));
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 1, stage.now.plusSeconds(12)));
        assertThat(RegionDecider.waits(stage.lane)).isTrue();
        stage.pass(Duration.ofSeconds(16));
        assertThat(stage.all(Output.Connected.class))
                .extracting(said -> said.found().outcome())
                .containsExactly("unknown");
        assertThat(RegionDecider.waits(stage.lane)).isFalse();
    }

    @Test
    void whereNothingAnswersForConnectivityItIsUnknownAtOnce() {
        broughtIn(validated(List.of(Validation.HEALTH)));
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 1, stage.now.plusSeconds(30)));
        assertThat(stage.all(Output.Connected.class)).singleElement().satisfies(said -> {
            assertThat(said.found().outcome()).isEqualTo("unknown");
            assertThat(said.found().message()).isEqualTo("no validator is bound to it here");
        });
    }

    @Test
    void nobodyIsAskedForConnectivityByAnotherPlanOrBeforeTheRegionIsDone() {
        broughtIn(validated(List.of(Validation.SMOKE), program(Validation.SMOKE), program(Validation.CONNECTIVITY)));
        var until = stage.now.plusSeconds(30);
        stage.hear(new Input.Connect("d2", "digest-d2", List.of(), 1, until));
        answered("passed");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        stage.hear(new Input.Connect("d2", "another", List.of(), 1, until));
        assertThat(stage.all(Output.Validate.class))
                .extracting(asked -> asked.validator().validates())
                .containsExactly(Validation.SMOKE);
    }
}
