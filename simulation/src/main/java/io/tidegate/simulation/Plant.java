package io.tidegate.simulation;

import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.coordinator.wave.ServiceWork;
import io.tidegate.estate.plan.ServicePlan;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import java.util.LinkedHashMap;
import java.util.List;

/** A bug in the simulation's own wiring, to show that it would be found. */
public enum Plant {
    NONE,
    /** The planner opens a gate on what a region said of an earlier deployment. */
    OLD_ATTEMPT,
    /** Coordinators do what planners order that lead no more. */
    NO_EPOCH_CHECK,
    /** The runtime obeys orders that stand before one it obeyed already. */
    NO_FENCE,
    /** The executor forgets to give traffic back. */
    LOST_ROUTE,
    /** The planner never hears that time passes. */
    LOST_TIMER,
    /** Planner and coordinators heed what they heard before. */
    FORGOTTEN_WATERMARK,
    /** Coordinators forget what depends on what when they go back. */
    FORWARD_ROLLBACK;

    /** Whether a step is answered without being done. */
    boolean skips(StepRequested step) {
        return this == LOST_ROUTE
                && step.getAction() == StepAction.route
                && step.getStepId().contains("/returning");
    }

    /** What a coordinator knows when it decides on {@code input}. */
    RegionLane remembered(RegionLane lane, Input input) {
        boolean mayGoBack = input instanceof Input.TakeBack
                || (input instanceof Input.Verdict verdict && verdict.health() == ServiceWork.Health.UNHEALTHY);
        return this == FORWARD_ROLLBACK && mayGoBack
                ? new RegionLane(
                        lane.region(),
                        lane.key(),
                        lane.epoch(),
                        lane.running(),
                        lane.attempt().map(Plant::withoutDependencies),
                        lane.former(),
                        lane.followed())
                : lane;
    }

    private static Attempt withoutDependencies(Attempt attempt) {
        var works = new LinkedHashMap<String, ServiceWork>();
        attempt.works().forEach((service, work) -> works.put(service, withoutDependencies(work)));
        return new Attempt(
                attempt.deploymentId(),
                attempt.digest(),
                attempt.epoch(),
                attempt.plan(),
                attempt.policy(),
                attempt.phase(),
                works,
                attempt.since(),
                attempt.cause(),
                attempt.validations(),
                attempt.examinations());
    }

    private static ServiceWork withoutDependencies(ServiceWork work) {
        var plan = work.plan();
        return new ServiceWork(
                new ServicePlan(
                        plan.service(),
                        plan.workload(),
                        plan.previous(),
                        plan.phase(),
                        List.of(),
                        plan.strategy(),
                        plan.critical(),
                        plan.estimate(),
                        plan.remainingSeconds(),
                        plan.migration()),
                work.before(),
                work.stage(),
                work.moves(),
                work.cursor(),
                work.step(),
                work.attempt(),
                work.since(),
                work.retryAt(),
                work.health(),
                work.means());
    }
}
