package io.tidegate.cli;

import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.DeploymentStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tells what is the latest where several planners speak: each writes in its own region, and what comes from one may overtake
 * what comes from another. The higher epoch counts, then the later time.
 */
final class Freshness {
    private record Standing(long epoch, Instant at) {
        boolean isBefore(Standing other) {
            return epoch < other.epoch || (epoch == other.epoch && at.isBefore(other.at));
        }
    }

    private final Map<String, Standing> latest = new HashMap<>();

    /** Whether nothing later was read of what this record is about. */
    boolean isLatest(String key, SpecificRecord record, long epoch) {
        return switch (record) {
            case DeploymentStatus status -> isLatest("deployment " + key, new Standing(epoch, status.getUpdatedAt()));
            case ControlPlaneHeartbeat said -> isLatest(partition(key), new Standing(said.getEpoch(), said.getAt()));
            case ControlPlaneTakenOver said -> isLatest(partition(key), new Standing(said.getEpoch(), said.getAt()));
            default -> true;
        };
    }

    /** The partition that a planner's word is about. */
    private static String partition(String key) {
        return "partition " + key.substring(key.lastIndexOf('/') + 1);
    }

    private boolean isLatest(String subject, Standing standing) {
        var known = latest.get(subject);
        if (known != null && standing.isBefore(known)) {
            return false;
        }
        latest.put(subject, standing);
        return true;
    }
}
