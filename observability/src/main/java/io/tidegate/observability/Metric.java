package io.tidegate.observability;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every metric of our own; the names stand here and nowhere else. A deployment's id is never a label. */
public enum Metric {
    /** Deployments that came to an end, by how. */
    DEPLOYMENTS(Kind.COUNTER, "tidegate.deployments", "result"),
    /** How long a region's part of a wave took: deploying, then validating. */
    WAVE_DURATION(Kind.TIMER, "tidegate.wave.duration", "phase"),
    /** From the first bad second, as far as evidence shows, until the verdict. */
    DETECTION(Kind.TIMER, "tidegate.detection", "region"),
    /** From the verdict until the region began to go back. */
    DECISION(Kind.TIMER, "tidegate.decision", "region"),
    /** From the beginning of a region's way back until users have what they had. */
    ROLLBACK(Kind.TIMER, "tidegate.rollback", "region"),
    /** From there until it is proven. */
    VERIFICATION(Kind.TIMER, "tidegate.verification", "region"),
    /** From the first region of a wave that was done until the gate behind the wave opened. */
    GATE_WAIT(Kind.TIMER, "tidegate.gate.wait", "wave"),
    /** From the moment a record was written in another region until it was heard in this one. */
    REPLICATION_LAG(Kind.TIMER, "tidegate.replication.lag", "source"),
    /** Reports on another deployment or plan than the present one; they open no gate. */
    STALE_EVIDENCE(Kind.COUNTER, "tidegate.stale.evidence", "report"),
    /** Partitions of the log that the planner of a region leads. */
    LEADING(Kind.GAUGE, "tidegate.leading", "region"),
    /** Deployments that go on only when a person decides. */
    STALLED(Kind.GAUGE, "tidegate.stalled", "state"),
    /** Records that could not be read. */
    DEAD_LETTERS(Kind.COUNTER, "tidegate.dead.letters", "reason"),
    /** Records that were delivered again and dropped. */
    DUPLICATES(Kind.COUNTER, "tidegate.duplicates", "topic"),
    /** Records before which others of their source are missing. */
    GAPS(Kind.COUNTER, "tidegate.gaps", "topic"),
    /** Commands that were not accepted. */
    COMMANDS_REFUSED(Kind.COUNTER, "tidegate.commands.refused", "reason"),
    /** Steps that the executor ended, by how. */
    STEPS(Kind.COUNTER, "tidegate.steps", "outcome"),
    /** Steps refused because a newer order was already obeyed. */
    FENCED(Kind.COUNTER, "tidegate.fenced", "service"),
    /** Verdicts that were published. */
    VERDICTS(Kind.COUNTER, "tidegate.verdicts", "verdict"),
    /** Rounds of collecting telemetry: whole, or partial where a replica did not answer. */
    COLLECTIONS(Kind.COUNTER, "tidegate.collections", "outcome"),
    /**
     * Telemetry from elsewhere than the replicas, by what became of it: counted, late, unattributed (its resource does not say
     * whose it is), query_failed, journey_failed, journey_unknown.
     */
    TELEMETRY(Kind.COUNTER, "tidegate.telemetry", "fate");

    /** What a metric measures. */
    public enum Kind {
        COUNTER("_total"),
        TIMER("_seconds"),
        GAUGE("");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private final Kind kind;
    private final String meter;
    private final String label;

    /** What gauges show, by meter and label, then by part; a meter alone would not keep it. */
    private static final Map<String, Map<String, Long>> SHOWN = new ConcurrentHashMap<>();

    Metric(Kind kind, String meter, String label) {
        this.kind = kind;
        this.meter = meter;
        this.label = label;
    }

    /** What it measures. */
    public Kind kind() {
        return kind;
    }

    /** Its name in Prometheus' text, where a timer's has {@code _count}, {@code _sum} and {@code _max} behind it. */
    public String prometheusName() {
        return meter.replace('.', '_') + kind.suffix;
    }

    /** The name of its one label. */
    public String label() {
        return label;
    }

    /** Counts one. */
    public void count(String labelValue) {
        Metrics.counter(meter, label, labelValue).increment();
    }

    /** Counts so many. */
    public void count(String labelValue, int times) {
        if (times > 0) {
            Metrics.counter(meter, label, labelValue).increment(times);
        }
    }

    /** Shows how many there are now in one part of the whole, such as a task of a topology; the gauge is their sum. */
    public void show(String labelValue, String part, long number) {
        SHOWN.computeIfAbsent(
                        meter + " " + labelValue,
                        unseen -> Metrics.gauge(
                                meter,
                                List.of(Tag.of(label, labelValue)),
                                new ConcurrentHashMap<String, Long>(),
                                Metric::sum))
                .put(part, number);
    }

    private static double sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Notes how long something took. */
    public void took(String labelValue, Duration time) {
        Metrics.timer(meter, label, labelValue).record(time);
    }
}
