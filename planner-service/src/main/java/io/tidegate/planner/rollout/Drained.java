package io.tidegate.planner.rollout;

import java.time.Instant;

/** A region that somebody took out: waves wait for it, or go on without it. */
public record Drained(String region, Actor actor, Instant since) {
    String inWords() {
        return region + " is drained by " + actor.name() + " since " + since
                + (actor.reason().isBlank() ? "" : " (" + actor.reason() + ")");
    }
}
