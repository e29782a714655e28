package io.tidegate.observability;

import java.util.Map;

/** Something a service depends on or does, and whether it is well; beans of this type make up {@code /health/deep}. */
public interface HealthCheck {
    /** Its name in the response. */
    String name();

    /** How it is now. Answers at once: it reads what is known and asks nobody. */
    Result check();

    /** Whether {@code /health/ready} waits for it. */
    default boolean neededToBeReady() {
        return true;
    }

    /** The words of the specification. */
    enum Status {
        HEALTHY,
        DEGRADED,
        UNHEALTHY;

        /** As it stands in the response. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A status and what there is to say about it. */
    record Result(Status status, Map<String, Object> details) {
        public Result {
            details = Map.copyOf(details);
        }

        public static Result healthy(Map<String, Object> details) {
            return new Result(Status.HEALTHY, details);
        }

        public static Result unhealthy(String message) {
            return new Result(Status.UNHEALTHY, Map.of("message", message));
        }
    }
}
