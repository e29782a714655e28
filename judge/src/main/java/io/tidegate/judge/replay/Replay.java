package io.tidegate.judge.replay;

import io.tidegate.judge.Limits;
import io.tidegate.judge.Limits.Limit;
import java.time.Duration;

/** Replays a recording through the judge. All parameters are those below and the judge's own, whatever the data. */
public final class Replay {
    /** The specification's limits, and one false alarm in a hundred deployments. */
    static final Limits LIMITS = new Limits(
            new Limit(0.05, Duration.ofMinutes(2)),
            new Limit(5, Duration.ofMinutes(5)),
            new Limit(0.95, Duration.ofMinutes(3)),
            new Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.01);

    private Replay() {}

    /** How well the judge does. */
    public static Score score(Recording recording) {
        return switch (recording) {
            case Recording.RunningServices services -> FaultReplay.score(services);
            case Recording.Canaries canaries -> CanaryReplay.score(canaries);
        };
    }
}
