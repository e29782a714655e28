package io.tidegate.estate;

import java.time.Duration;
import java.util.List;

/**
 * How a deployment is carried through a region.
 *
 * @param concurrency most services in work at once, 1 to 10
 * @param phaseBarriers whether a phase starts only after the one before is finished
 * @param canaryStages stages of the canary strategy, growing, the last at 100 percent
 * @param readyTimeout longest wait for a service to become ready
 * @param analysisTimeout longest wait for a healthy verdict
 * @param stability length of the watch after the last wave
 * @param rollbackDeadline longest wait for a region to take a deployment back
 * @param triggers what takes a version back
 * @param budgets how long taking it back may take; measured against, not enforced
 * @param approvals who must agree before it begins
 * @param freezes when nothing new is brought out
 * @param skipsDrained whether a wave goes on without a region that is drained; else it waits for the region
 * @param objective share of requests that must succeed in the long run, against which alerts count
 */
public record Policy(
        int concurrency,
        boolean phaseBarriers,
        List<CanaryStage> canaryStages,
        Duration readyTimeout,
        Duration analysisTimeout,
        Duration stability,
        Duration rollbackDeadline,
        Triggers triggers,
        Budgets budgets,
        Approvals approvals,
        FreezeCalendar freezes,
        boolean skipsDrained,
        double objective) {
    /** The specification's availability (S18). */
    public static final double USUAL_OBJECTIVE = 0.999;

    /** The specification's times (S6, S15, S16). */
    public static final Policy SPECIFICATION = new Policy(
            10,
            false,
            List.of(5, 10, 25, 50, 100).stream()
                    .map(weight -> new CanaryStage(weight, Duration.ofMinutes(10)))
                    .toList(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2),
            Triggers.SPECIFICATION,
            Budgets.SPECIFICATION,
            Approvals.NONE,
            FreezeCalendar.NONE,
            false,
            USUAL_OBJECTIVE);

    /** The same with what an environment wants before something begins. */
    public Policy with(Approvals wanted, FreezeCalendar calendar) {
        return new Policy(
                concurrency,
                phaseBarriers,
                canaryStages,
                readyTimeout,
                analysisTimeout,
                stability,
                rollbackDeadline,
                triggers,
                budgets,
                wanted,
                calendar,
                skipsDrained,
                objective);
    }

    public Policy {
        canaryStages = List.copyOf(canaryStages);
        objective = objective > 0 ? objective : USUAL_OBJECTIVE; // what was kept or sent before there was a choice
        if (concurrency < 1 || concurrency > 10) {
            throw new IllegalArgumentException(
                    "at most 10 services are in work at once, and at least 1, not " + concurrency);
        }
    }
}
