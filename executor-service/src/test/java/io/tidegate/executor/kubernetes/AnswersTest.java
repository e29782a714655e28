package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Outcome.Unknown;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final Duration QUIET = Duration.ofSeconds(3);

    @ParameterizedTest(name = "{0} {1} means {2}")
    @CsvSource({
        "400, no such field, INVALID",
        "401, who are you, REFUSED",
        "403, exceeded quota, REFUSED",
        "403, ValidatingAdmissionPolicy 'tidegate-fence' denied request, FENCED",
        "404, namespace not found, INVALID",
        "409, the object has been modified, CONFLICT",
        "422, name is too long, INVALID",
        "429, too many requests, RUNTIME_UNAVAILABLE",
        "503, shutting down, RUNTIME_UNAVAILABLE"
    })
    void everyAnswerHasItsReason(int code, String message, Reason reason) {
        assertThat(reason(Answers.outcome(answer(code, message), true, QUIET))).isEqualTo(reason);
        assertThat(((Failed) Answers.outcome(answer(code, message), true, QUIET)).message())
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "504"})
    void aFaultBehindAWriteLeavesOpenWhetherItWasDone(int code) {
        assertThat(Answers.outcome(answer(code, "etcd"), true, QUIET)).isInstanceOf(Unknown.class);
        assertThat(reason(Answers.outcome(answer(code, "etcd"), false, QUIET))).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
    }

    @Test
    void nothingWasDoneWhereNoConnectionCameAbout() {
        var refused = new KubernetesClientException("failed", new IOException(new ConnectException("refused")));
        assertThat(reason(Answers.outcome(refused, true, QUIET))).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        var broken = new KubernetesClientException("failed", new IOException("connection reset"));
        assertThat(Answers.outcome(broken, true, QUIET)).isInstanceOf(Unknown.class);
    }

    @Test
    void aBusyApiServerSaysHowLongToWait() {
        assertThat(((Failed) Answers.outcome(answer(429, "busy"), true, QUIET)).pause())
                .isEqualTo(QUIET);
    }

    private static Reason reason(Outcome outcome) {
        return ((Failed) outcome).reason();
    }

    private static KubernetesClientException answer(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
