package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.Optional;

/** A person's word that nothing new begins in a lane. */
public record Freeze(Actor actor, Instant since, Optional<Instant> until) {
    /** Whether it counts at {@code now}. */
    public boolean isOn(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isEmpty();
    }

    String inWords() {
        return "frozen by " + actor.name() + " since " + since + " (" + actor.reason() + ")"
                + until.map(end -> " until " + end).orElse(", until it is unfrozen");
    }
}
