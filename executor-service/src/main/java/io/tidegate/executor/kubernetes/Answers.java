package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Outcome.Unknown;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the API server's refusals and faults mean, in the closed list of reasons. */
final class Answers {
    /** The name that the admission policy of {@code k8s/} has there. */
    static final String FENCE_POLICY = "tidegate-fence";

    private Answers() {}

    /**
     * @param written whether something may have been written, so that a fault leaves open whether it was
     * @param quiet for how long the API server asks to be left alone
     */
    static Outcome outcome(KubernetesClientException failure, boolean written, Duration quiet) {
        var message = message(failure);
        return switch (failure.getCode()) {
            case 409 -> new Failed(Reason.CONFLICT, "somebody else changes the same resource: " + message);
            case 429, 503 ->
                new Failed(Reason.RUNTIME_UNAVAILABLE, "the API server is not to be burdened now: " + message, quiet);
            case 401 ->
                new Failed(Reason.REFUSED, "the API server does not know the executor; see its token: " + message);
            case 403, 422 ->
                message.contains(FENCE_POLICY)
                        ? new Failed(Reason.FENCED, message)
                        : new Failed(
                                failure.getCode() == 403 ? Reason.REFUSED : Reason.INVALID,
                                "the API server refuses: " + message);
            case 404 ->
                new Failed(
                        Reason.INVALID,
                        "the namespace or the kind of resource is not there; see the namespace and whether the Gateway"
                                + " API is installed: " + message);
            default -> fault(failure, message, written, quiet);
        };
    }

    private static Outcome fault(KubernetesClientException failure, String message, boolean written, Duration quiet) {
        if (failure.getCode() >= 400 && failure.getCode() < 500) {
            return new Failed(Reason.INVALID, "the API server answers " + failure.getCode() + ": " + message);
        }
        return written && !neverArrived(failure)
                ? new Unknown("whether it was done is not known: " + message)
                : new Failed(Reason.RUNTIME_UNAVAILABLE, "the API server cannot be reached: " + message, quiet);
    }

    /** Nothing was sent where no connection came about. */
    private static boolean neverArrived(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static String message(KubernetesClientException failure) {
        var status = failure.getStatus();
        if (status != null
                && status.getMessage() != null
                && !status.getMessage().isBlank()) {
            return status.getMessage();
        }
        @Nullable Throwable cause = failure.getCause();
        return cause instanceof IOException && cause.getMessage() != null
                ? cause.getMessage()
                : String.valueOf(failure.getMessage());
    }
}
