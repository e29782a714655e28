package io.tidegate.observability;

import io.micrometer.core.instrument.Metrics;
import java.time.Duration;

/** Every metric of our own; the names stand here and nowhere else. A deployment's id is never a label. */
public enum Metric {
    DEPLOYMENTS("tidegate.deployments", "result"),
    WAVE_DURATION("tidegate.wave.duration", "region"),
    DETECTION("tidegate.detection", "region"),
    DECISION("tidegate.decision", "region"),
    ROLLBACK("tidegate.rollback", "region"),
    VERIFICATION("tidegate.verification", "region"),
    DEAD_LETTERS("tidegate.dead.letters", "reason"),
    DUPLICATES("tidegate.duplicates", "topic"),
    COMMANDS_REFUSED("tidegate.commands.refused", "reason"),
    STEPS("tidegate.steps", "outcome"),
    FENCED("tidegate.fenced", "service"),
    VERDICTS("tidegate.verdicts", "verdict"),
    COLLECTIONS("tidegate.collections", "outcome");

    private final String meter;
    private final String label;

    Metric(String meter, String label) {
        this.meter = meter;
        this.label = label;
    }

    /** The meter's name in dots; Prometheus shows it with underscores and a unit. */
    public String meter() {
        return meter;
    }

    /** The name of its one label. */
    public String label() {
        return label;
    }

    /** Counts one. */
    public void count(String labelValue) {
        Metrics.counter(meter, label, labelValue).increment();
    }

    /** Notes how long something took. */
    public void took(String labelValue, Duration time) {
        Metrics.timer(meter, label, labelValue).record(time);
    }
}
