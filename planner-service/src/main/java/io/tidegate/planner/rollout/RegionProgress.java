package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a region has come, by its own reports.
 *
 * @param completedAt when its wave was done; its rollback window counts from there
 */
public record RegionProgress(
        String region,
        int wave,
        State state,
        int deployed,
        int healthy,
        Optional<Instant> completedAt,
        List<Validated> validations,
        String note) {

    /** What a region last said. */
    public enum State {
        PENDING,
        PREPARED,
        DEPLOYING,
        VALIDATING,
        COMPLETED,
        /** The deployment went on without it. */
        SKIPPED,
        FAILED,
        /** It failed and stays as it is, because going back would not undo all of it. */
        FROZEN,
        ROLLING_BACK,
        /** Users have back what they had; it is being proven. */
        RETURNED,
        ROLLED_BACK,
        ROLLBACK_FAILED;

        /** Whether nothing is awaited of it on the way forward. */
        boolean isDone() {
            return this == COMPLETED || this == SKIPPED;
        }

        /** Whether the region's part of a way back has come to an end, good or bad. */
        boolean endedGoingBack() {
            return this == ROLLED_BACK || this == ROLLBACK_FAILED || this == SKIPPED || this == FROZEN;
        }

        /** Whether earlier waves may go back: users have what they had, or will not get it by waiting. */
        boolean letsOthersGoBack() {
            return this == RETURNED || endedGoingBack();
        }

        /** The word in status messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A validation and what came of it: passed, failed or unknown. */
    public record Validated(String name, String outcome, String message, Instant at) {}

    public RegionProgress {
        validations = List.copyOf(validations);
    }

    static RegionProgress pending(String region, int wave) {
        return new RegionProgress(region, wave, State.PENDING, 0, 0, Optional.empty(), List.of(), "");
    }

    RegionProgress now(State next) {
        return new RegionProgress(region, wave, next, deployed, healthy, completedAt, validations, note);
    }

    RegionProgress now(State next, String why) {
        return new RegionProgress(region, wave, next, deployed, healthy, completedAt, validations, why);
    }

    RegionProgress deployedOneMore() {
        return new RegionProgress(region, wave, state, deployed + 1, healthy, completedAt, validations, note);
    }

    /** With what came of one more validation, or of one that was done again. */
    RegionProgress found(Validated result) {
        var all = new ArrayList<>(validations);
        all.removeIf(known -> known.name().equals(result.name()));
        all.add(result);
        return new RegionProgress(region, wave, state, deployed, healthy, completedAt, all, note);
    }

    RegionProgress completed(int all, int well, List<Validated> results, Instant at) {
        return new RegionProgress(region, wave, State.COMPLETED, all, well, Optional.of(at), results, note);
    }

    RegionProgress rolledBack(List<Validated> results) {
        return new RegionProgress(
                region,
                wave,
                State.ROLLED_BACK,
                deployed,
                healthy,
                completedAt,
                results.isEmpty() ? validations : results,
                note);
    }

    RegionProgress failed(State how, List<Validated> results, String why) {
        return new RegionProgress(region, wave, how, deployed, healthy, completedAt, results, why);
    }
}
