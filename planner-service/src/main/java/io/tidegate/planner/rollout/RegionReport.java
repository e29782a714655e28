package io.tidegate.planner.rollout;

import io.tidegate.estate.Workload;
import io.tidegate.planner.rollout.RegionProgress.Validated;
import java.util.List;
import java.util.Map;

/** What a region reports about a deployment. */
public sealed interface RegionReport {
    String deployment();

    String region();

    record Prepared(
            String deployment,
            String region,
            String digest,
            boolean ready,
            List<String> problems,
            Map<String, Workload> running)
            implements RegionReport {}

    record Deploying(String deployment, String region) implements RegionReport {}

    record ServiceDeployed(String deployment, String region, String service) implements RegionReport {}

    record Validating(String deployment, String region) implements RegionReport {}

    record Completed(
            String deployment,
            String region,
            String digest,
            int wave,
            int deployed,
            int healthy,
            List<Validated> validations)
            implements RegionReport {}

    /** Whether it reaches the other regions. */
    record Connected(String deployment, String region, String digest, Validated found) implements RegionReport {}

    /** {@code frozen} where all stays as it is there, because going back would not undo it. */
    record Failed(String deployment, String region, Cause cause, boolean frozen, List<Validated> validations)
            implements RegionReport {}

    record RollingBack(String deployment, String region, Cause cause, boolean ordered) implements RegionReport {}

    /** A service that the estate no longer has is gone there. */
    record ServiceRemoved(String deployment, String region, String service) implements RegionReport {}

    /** Its users have back what they had; it has yet to be proven. */
    record Returned(String deployment, String region, Map<String, Workload> running) implements RegionReport {}

    record RolledBack(String deployment, String region, Map<String, Workload> running, List<Validated> validations)
            implements RegionReport {}

    record RollbackFailed(String deployment, String region, String service, String reason, String message)
            implements RegionReport {}
}
