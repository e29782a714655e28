package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {
    private static DeploymentStatus in(String phase) {
        return DeploymentStatus.newBuilder().setPhase(phase).build();
    }

    @ParameterizedTest
    @CsvSource({
        "completed, DONE",
        "settled, DONE",
        "rolled_back, ROLLED_BACK",
        "held, HELD",
        "awaiting_approval, HELD",
        "failed, ERROR"
    })
    void whereADeploymentRestsDecidesTheExitCode(String phase, ExitCode code) {
        assertThat(DeploymentView.rests(in(phase))).isTrue();
        assertThat(DeploymentView.exitCode(in(phase))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "preparing", "in_progress", "paused", "stabilising", "rolling_back"})
    void whatGoesOnByItselfIsWaitedFor(String phase) {
        assertThat(DeploymentView.rests(in(phase))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "conflict, CONFLICT",
        "queue_full, CONFLICT",
        "frozen, CONFLICT",
        "too_early, CONFLICT",
        "too_late, CONFLICT",
        "denied, DENIED",
        "unknown_deployment, NOT_FOUND",
        "invalid_request, INVALID_INPUT"
    })
    void whyACommandIsRefusedDecidesTheExitCode(String reason, ExitCode code) {
        var refused = CommandRefused.newBuilder().setReason(reason).build();
        assertThat(Deploying.exitCode(refused)).isEqualTo(code);
    }
}
