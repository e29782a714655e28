package io.tidegate.planner.rollout;

import java.util.List;
import java.util.Optional;

/** What an input leads to: changes, in order, or a refusal. */
public record Decision(List<Change> changes, Optional<Refusal> refusal) {
    public Decision {
        changes = List.copyOf(changes);
    }

    /** Why a command was not accepted. */
    public record Refusal(Reason reason, String message) {}

    /** The closed list of reasons. */
    public enum Reason {
        /** The estate's document has findings. */
        INVALID_ESTATE,
        /** The estate is sound, but has no such environment, service or image. */
        INVALID_REQUEST,
        /** Another deployment is under way. */
        CONFLICT,
        /** There is no deployment of this id. */
        UNKNOWN_DEPLOYMENT,
        /** There was a deployment of this id before. */
        ALREADY_EXISTS,
        /** The deployment has not come far enough for this. */
        TOO_EARLY,
        /** The deployment has gone too far for this. */
        TOO_LATE,
        /** As much waits for its turn already as may wait. */
        QUEUE_FULL,
        /** The actor is not one who may do this. */
        DENIED,
        /** Nothing new begins now. */
        FROZEN;

        /** The word in messages, metrics and status. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Decision nothing() {
        return new Decision(List.of(), Optional.empty());
    }

    static Decision of(List<? extends Change> changes) {
        return new Decision(List.copyOf(changes), Optional.empty());
    }

    static Decision of(Change... changes) {
        return of(List.of(changes));
    }

    static Decision refused(Reason reason, String message) {
        return new Decision(List.of(), Optional.of(new Refusal(reason, message)));
    }
}
