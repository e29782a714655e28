package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DecisionsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** What is about a lane is about no deployment. */
    private static final List<Class<? extends SpecificRecord>> ABOUT_A_LANE =
            List.of(LaneFrozen.class, LaneUnfrozen.class);

    static List<Class<? extends SpecificRecord>> events() {
        return Stream.of(Topic.DEPLOYMENT_EVENTS, Topic.REGION_EVENTS, Topic.HEALTH_VERDICTS)
                .flatMap(topic -> topic.records().stream())
                .filter(type -> !ABOUT_A_LANE.contains(type))
                .toList();
    }

    /** A deployment that failed while it was prepared was once said to be unknown. */
    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsExplained(Class<? extends SpecificRecord> type) {
        var event = Examples.of(type);
        var id = (String) event.get(event.getSchema().getField("deploymentId").pos());

        assertThat(Decisions.of(event, id)).hasValueSatisfying(decision -> {
            assertThat(decision.word()).matches("[a-z_]+");
            assertThat(decision.at()).isAfter(Instant.EPOCH);
        });
        assertThat(Decisions.of(event, "another")).isEmpty();
    }

    @Test
    void itIsSaidWhoOrderedADeploymentAndWhy() {
        var actor = Actor.newBuilder()
                .setName("ada")
                .setReason("release 7")
                .setClient("cli")
                .build();
        var started = DeploymentStarted.newBuilder(Examples.of(DeploymentStarted.class))
                .setActor(actor)
                .build();

        assertThat(Decisions.of(started, started.getDeploymentId())
                        .orElseThrow()
                        .line())
                .contains("deployment_started", "ada", "release 7");
    }

    @Test
    void whatFailedSaysItsReason() {
        var failed = DeploymentFailed.newBuilder()
                .setDeploymentId("d-1")
                .setReason("region_silent")
                .setMessage("no answer from eu-west-1")
                .setAt(NOON)
                .build();

        var decision = Decisions.of(failed, "d-1").orElseThrow();

        assertThat(decision.word()).isEqualTo("deployment_failed");
        assertThat(decision.rule()).isEqualTo("region_silent");
        assertThat(decision.message()).isEqualTo("no answer from eu-west-1");
    }

    @Test
    void aRefusedCommandIsADecisionAndAStatusIsNone() {
        var refused = CommandRefused.newBuilder()
                .setDeploymentId("d-1")
                .setCommand("roll_back_deployment")
                .setReason("too_late")
                .setMessage("it has ended")
                .setAt(NOON)
                .build();
        var status = DeploymentStatus.newBuilder(Examples.of(DeploymentStatus.class))
                .setDeploymentId("d-1")
                .build();

        assertThat(Decisions.of(refused, "d-1").orElseThrow().message())
                .isEqualTo("roll_back_deployment: it has ended");
        assertThat(Decisions.of(status, "d-1")).isEmpty();
    }

    @Test
    void aVerdictIsNamedByItsWord() {
        var verdict = HealthVerdict.newBuilder()
                .setDeploymentId("d-1")
                .setVerdict(Verdict.no_data)
                .setAt(NOON)
                .build();

        assertThat(Decisions.of(verdict, "d-1").orElseThrow().word()).isEqualTo("found_no_data");
    }
}
