package io.tidegate.judge.alert;

/**
 * What is alarming about a service at present.
 *
 * @param name which kind it is
 * @param message one sentence that says what was measured and what is allowed
 */
public record Alarm(Name name, String message) {
    /** The closed list, each with how much it matters (specification S12: critical wakes, warning and info do not). */
    public enum Name {
        /** Errors use up the month's budget within two days. */
        SLO_BURN_FAST(Severity.CRITICAL),
        /** Errors use up the month's budget within five days. */
        SLO_BURN_SLOW(Severity.WARNING),
        /** A series has left its own recent past. */
        WORSE_THAN_ITS_PAST(Severity.WARNING),
        /** Both versions suffer from the same, so that neither is to blame. */
        SHARED_INCIDENT(Severity.CRITICAL),
        /** So near to its limit that it is held up or killed. */
        RESOURCE_STARVATION(Severity.CRITICAL),
        /** Too little was given to it. */
        UNDER_PROVISIONED(Severity.WARNING),
        /** Three times what is usual. */
        RESOURCE_SPIKE(Severity.WARNING),
        /** A fifth more than a week ago. */
        RESOURCE_CREEP(Severity.INFO),
        /** Too much was given to it. */
        OVER_PROVISIONED(Severity.INFO);

        private final Severity severity;

        Name(Severity severity) {
            this.severity = severity;
        }

        /** How much it matters. */
        public Severity severity() {
            return severity;
        }
    }

    /** How much an alarm matters. */
    public enum Severity {
        CRITICAL,
        WARNING,
        INFO
    }
}
