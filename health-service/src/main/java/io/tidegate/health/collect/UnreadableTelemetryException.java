package io.tidegate.health.collect;

/** Telemetry that is not what it should be; says where and how. It is never taken for telemetry of nothing. */
public final class UnreadableTelemetryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableTelemetryException(String message) {
        super(message);
    }

    public UnreadableTelemetryException(String message, Throwable cause) {
        super(message, cause);
    }
}
