package io.tidegate.planner.rollout;

import io.tidegate.estate.FreezeCalendar;
import io.tidegate.estate.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * That something new may not begin now.
 *
 * @param until when it may, where that is known
 */
record Frozen(String message, Optional<Instant> until) {
    /**
     * What freezes these regions, if anything does: somebody's word, or a window of the plan's calendar or of the latest
     * deployment's, so that a file without freezes is not brought out in one.
     */
    static Optional<Frozen> at(Lane lane, Plan plan, List<String> regions, Instant now) {
        return lane.freeze()
                .filter(freeze -> freeze.isOn(now))
                .map(freeze -> new Frozen("the lane is " + freeze.inWords(), freeze.until()))
                .or(() -> calendars(lane, plan)
                        .flatMap(calendar -> calendar.at(now, regions).stream())
                        .findFirst()
                        .map(window -> new Frozen(
                                "freeze '" + window.window() + "' is on until " + window.until(),
                                Optional.of(window.until()))));
    }

    private static Stream<FreezeCalendar> calendars(Lane lane, Plan plan) {
        return Stream.concat(
                        Stream.of(plan.policy().freezes()),
                        lane.deployment().stream()
                                .map(latest -> latest.plan().policy().freezes()))
                .distinct();
    }
}
