package io.tidegate.simulation;

import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.coordinator.wave.Examination;
import io.tidegate.estate.Validation;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.RegionProgress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must have been found out before a deployment goes on: nothing that a validator is bound to is passed by. */
final class ValidationLaws {
    private ValidationLaws() {}

    /** What has not passed in a region that says it is done. */
    static List<String> unpassed(Attempt attempt) {
        return attempt.plan().validations().stream()
                .filter(kind -> attempt.plan().validator(kind).isPresent())
                .filter(kind -> Optional.ofNullable(attempt.examinations().get(kind))
                        .flatMap(Examination::result)
                        .filter(result -> result.outcome().equals("passed"))
                        .isEmpty())
                .map(kind -> attempt.plan().region() + " says it is done, but " + kind + " has not passed")
                .toList();
    }

    /**
     * Which regions do not reach the others when traffic is shared out; {@code connected} are DEPLOYMENT REGION. A region that
     * is skipped is neither asked nor to be reached.
     */
    static List<String> unreached(Lane lane, Set<String> connected) {
        var deployment = lane.deployment().orElseThrow();
        var skipped = deployment.regions().values().stream()
                .filter(progress -> progress.state() == RegionProgress.State.SKIPPED)
                .map(RegionProgress::region)
                .toList();
        return deployment.plan().regions().stream()
                .filter(region -> !skipped.contains(region.region()))
                .filter(region -> region.without(skipped)
                        .validator(Validation.CONNECTIVITY)
                        .isPresent())
                .filter(region -> !connected.contains(deployment.id() + " " + region.region()))
                .map(region -> deployment.id() + " shares out traffic, but " + region.region() + " reaches nobody")
                .toList();
    }
}
