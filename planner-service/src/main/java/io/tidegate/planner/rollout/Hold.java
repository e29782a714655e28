package io.tidegate.planner.rollout;

import java.time.Duration;
import java.time.Instant;

/**
 * A person's wish that a deployment stops before its next wave.
 *
 * @param since when it was said
 * @param longest how long the deployment may stand there
 */
public record Hold(Actor actor, Instant since, Duration longest) {
    /** The longest stand: from then on what is half brought out is taken back. */
    public static final Duration LONGEST = Duration.ofHours(24);

    String inWords() {
        return "held by " + actor.name() + " since " + since
                + (actor.reason().isBlank() ? "" : " (" + actor.reason() + ")");
    }
}
