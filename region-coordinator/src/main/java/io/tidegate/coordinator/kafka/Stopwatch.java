package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.judge.Evidence;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.HealthVerdict;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Notes how long the parts of a deployment took, by comparing a region before and after a decision. */
final class Stopwatch {
    private Stopwatch() {}

    static void decided(RegionLane before, RegionLane after, Instant now) {
        if (before.attempt().isEmpty() || after.attempt().isEmpty()) {
            return;
        }
        var was = before.attempt().get();
        var is = after.attempt().get();
        if (was.deploymentId().equals(is.deploymentId()) && was.phase() != is.phase()) {
            moved(after.region(), was, is, now);
        }
    }

    private static void moved(String region, Attempt was, Attempt is, Instant now) {
        var inPhase = Duration.between(was.since(), now);
        switch (is.phase()) {
            case VALIDATING -> Metric.WAVE_DURATION.took("deploying", inPhase);
            case COMPLETED -> Metric.WAVE_DURATION.took("validating", inPhase);
            case RETURNING -> {
                if (was.phase() != Phase.STUCK) {
                    is.cause()
                            .flatMap(cause -> cause.evidence())
                            .flatMap(Evidence::since)
                            .ifPresent(onset -> Metric.DETECTION.took(region, Duration.between(onset, now)));
                }
            }
            case VERIFYING -> Metric.ROLLBACK.took(region, inPhase);
            case ROLLED_BACK -> {
                if (was.phase() == Phase.VERIFYING) {
                    Metric.VERIFICATION.took(region, inPhase);
                }
            }
            case PREPARED, DEPLOYING, SETTLED, FROZEN, STUCK -> {}
        }
    }

    /** How long it took from a verdict until the region turned back because of it. */
    static void turned(RegionLane before, RegionLane after, SpecificRecord heard, Instant now) {
        boolean turned = before.attempt().flatMap(Attempt::cause).isEmpty()
                && after.attempt().flatMap(Attempt::cause).isPresent();
        if (turned && heard instanceof HealthVerdict verdict) {
            Metric.DECISION.took(after.region(), Duration.between(verdict.getAt(), now));
        }
    }
}
