package io.tidegate.judge.replay;

import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries versions beside their baseline. The recorded requests carry no time, so each version gets {@link #RATE} a second;
 * the baseline runs alone for {@link #ALONE} seconds before, as it does in a deployment.
 */
final class CanaryReplay {
    private static final int RATE = 10;
    private static final int ALONE = 50;
    private static final Instant START = Instant.EPOCH;

    /** How a run ended. */
    private record Ending(boolean alarmed, Duration after) {}

    private CanaryReplay() {}

    static Score score(Recording.Canaries recording) {
        var missed = new ArrayList<String>();
        var delays = new ArrayList<Duration>();
        int alarmed = 0;
        int healthy = 0;
        var quiet = Duration.ZERO;
        for (CanaryRun run : recording.runs()) {
            var ending = tried(run);
            if (run.faulty() && ending.alarmed()) {
                delays.add(ending.after());
            } else if (run.faulty()) {
                missed.add(run.name());
            } else {
                healthy++;
                alarmed += ending.alarmed() ? 1 : 0;
                quiet = quiet.plus(ending.after());
            }
        }
        int faults = recording.runs().size() - healthy;
        return new Score(recording.name(), "canaries", faults, missed, delays, alarmed, quiet, healthy, alarmed);
    }

    private static Ending tried(CanaryRun run) {
        var trial = Trial.under(Replay.LIMITS);
        int second = 0;
        while ((second + 1) * RATE <= run.baseline().size()
                && (second + 1 - ALONE) * RATE <= run.canary().size()) {
            var baseline = slice(second, run.baseline(), second);
            if (second >= ALONE) {
                var canary = slice(second, run.canary(), second - ALONE);
                trial = trial.observe(canary).compare(canary, baseline);
            }
            trial = trial.observeBaseline(baseline);
            second++;
            if (trial.judge(baseline.second()).word() == Word.UNHEALTHY) {
                return new Ending(true, Duration.ofSeconds(second - ALONE));
            }
        }
        return new Ending(false, Duration.ofSeconds(Math.max(0, second - ALONE)));
    }

    private static Slice slice(int second, List<Double> requests, int part) {
        var latency = Sketch.ofValues(requests.subList(part * RATE, (part + 1) * RATE));
        return Slice.of(
                START.plusSeconds(second),
                RATE,
                0,
                latency,
                limits().p95Seconds().value(),
                Optional.empty());
    }

    private static Limits limits() {
        return Replay.LIMITS;
    }
}
