package io.tidegate.planner.rollout;

import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.Policy;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Duration;
import java.time.Instant;

/** How long the planner waits for regions. They keep closer deadlines themselves; these end the wait for a silent one. */
final class Deadlines {
    static final Duration PREPARING = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private Deadlines() {}

    /** The longest a wave may take: every group of services at its slowest, then validation. */
    static Instant wave(Deployment deployment, int wave, Instant now) {
        var policy = deployment.plan().policy();
        long groups = deployment.plan().regions().stream()
                .filter(region -> region.wave() == wave)
                .mapToLong(region -> rounds(region, policy))
                .max()
                .orElse(1);
        var stages = policy.canaryStages().stream()
                .map(CanaryStage::pause)
                .map(policy.analysisTimeout()::plus)
                .reduce(Duration.ZERO, Duration::plus);
        var round = policy.readyTimeout().plus(stages).plus(MARGIN);
        return now.plus(round.multipliedBy(groups))
                .plus(policy.analysisTimeout())
                .plus(MARGIN);
    }

    /** The longest until regions have said what they found out, which they must have by {@code until}. */
    static Instant connecting(Instant until) {
        return until.plus(MARGIN);
    }

    /** The longest a wave's way back may take until a person is asked. */
    static Instant rollback(Deployment deployment, Instant now) {
        var policy = deployment.plan().policy();
        return now.plus(policy.rollbackDeadline())
                .plus(policy.budgets().verification())
                .plus(MARGIN);
    }

    private static long rounds(RegionPlan region, Policy policy) {
        return region.order().stream()
                .mapToLong(group -> Math.ceilDiv(group.size(), policy.concurrency()))
                .sum();
    }
}
