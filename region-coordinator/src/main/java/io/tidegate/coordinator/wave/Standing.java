package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says again where a region stands, to a planner that took over and asks by repeating an order. */
final class Standing {
    private Standing() {}

    static List<Output.Report> of(RegionLane lane, Attempt attempt) {
        return switch (attempt.phase()) {
            case PREPARED -> List.of(prepared(lane, attempt));
            case DEPLOYING -> List.of(prepared(lane, attempt), new Output.Deploying());
            case VALIDATING -> List.of(prepared(lane, attempt), new Output.Deploying(), new Output.Validating());
            case COMPLETED, SETTLED ->
                List.of(
                        prepared(lane, attempt),
                        new Output.Completed(attempt.deployed(), attempt.healthy(), attempt.validations()));
            case FROZEN ->
                List.of(
                        prepared(lane, attempt),
                        new Output.Failed(attempt.cause().orElseThrow(), true, attempt.validations()));
            case RETURNING, VERIFYING, STUCK -> goingBack(lane, attempt);
            case ROLLED_BACK ->
                List.of(new Output.RolledBack(attempt.deploymentId(), lane.workloads(), attempt.validations()));
        };
    }

    private static List<Output.Report> goingBack(RegionLane lane, Attempt attempt) {
        var cause = attempt.cause().orElseGet(() -> new Cause(Cause.ORDERED, "", "", Optional.empty()));
        var reports = new ArrayList<Output.Report>();
        reports.add(new Output.RollingBack(cause, cause.rule().equals(Cause.ORDERED)));
        if (attempt.phase() == Phase.VERIFYING) {
            reports.add(new Output.Returned(lane.workloads()));
        } else if (attempt.phase() == Phase.STUCK) {
            reports.add(new Output.RollbackFailed(
                    "", "rollback_failed", "the rollback could not be finished; mend it and order it again"));
        }
        return reports;
    }

    private static Output.Prepared prepared(RegionLane lane, Attempt attempt) {
        return new Output.Prepared(attempt.deploymentId(), attempt.digest(), true, List.of(), lane.workloads());
    }
}
