package io.tidegate.judge.replay;

import io.tidegate.judge.steady.Reading;
import io.tidegate.judge.steady.Steady;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/**
 * Watches running services in the order of their readings. A fault is found by the first alarm within {@link #FOUND} of
 * its injection; an alarm that begins farther than {@link #AFTERMATH} from any injection is false. Alarms of several
 * services that are on together are one.
 */
final class FaultReplay {
    private static final Duration FOUND = Duration.ofMinutes(4);
    private static final Duration AFTERMATH = Duration.ofMinutes(8);

    /** An alarm of one service. */
    private record Onset(Instant at, boolean alone) {}

    private record Step(Instant at, String service, Reading reading) {}

    private FaultReplay() {}

    static Score score(Recording.RunningServices recording) {
        var onsets = onsets(recording);
        var missed = new ArrayList<String>();
        var delays = new ArrayList<Duration>();
        for (Fault fault : recording.faults()) {
            onsets.stream()
                    .filter(onset -> within(onset.at(), fault.at(), FOUND))
                    .findFirst()
                    .ifPresentOrElse(
                            onset -> delays.add(Duration.between(fault.at(), onset.at())),
                            () -> missed.add(fault.name()));
        }
        long falseAlarms = onsets.stream()
                .filter(Onset::alone)
                .filter(onset ->
                        recording.faults().stream().noneMatch(fault -> within(onset.at(), fault.at(), AFTERMATH)))
                .count();
        return new Score(
                recording.name(),
                "faults",
                recording.faults().size(),
                missed,
                delays,
                (int) falseAlarms,
                quiet(recording),
                0,
                0);
    }

    private static List<Onset> onsets(Recording.RunningServices recording) {
        var services = new LinkedHashMap<String, Steady>();
        int series =
                (int) recording.services().stream().mapToLong(Series::width).sum();
        for (Series one : recording.services()) {
            services.put(one.service(), Steady.watching(one.service(), series, recording.interval()));
        }
        var alarmed = new TreeSet<String>();
        var onsets = new ArrayList<Onset>();
        for (Step step : steps(recording)) {
            var before = services.get(step.service());
            if (before == null) {
                continue;
            }
            var after = before.observe(step.reading());
            services.put(step.service(), after);
            if (after.alarm().isEmpty()) {
                alarmed.remove(step.service());
            } else if (before.alarm().isEmpty()) {
                onsets.add(new Onset(step.at(), alarmed.isEmpty()));
                alarmed.add(step.service());
            }
        }
        return onsets;
    }

    private static List<Step> steps(Recording.RunningServices recording) {
        return recording.services().stream()
                .flatMap(one -> one.readings().stream().map(reading -> new Step(reading.at(), one.service(), reading)))
                .sorted(Comparator.comparing(Step::at).thenComparing(Step::service))
                .toList();
    }

    /** The recorded time outside every fault and its aftermath. */
    private static Duration quiet(Recording.RunningServices recording) {
        var times = new TreeSet<Instant>();
        for (Series one : recording.services()) {
            one.readings().forEach(reading -> times.add(reading.at()));
        }
        if (times.isEmpty()) {
            return Duration.ZERO;
        }
        var quiet = Duration.ZERO;
        var free = times.first();
        var sorted = recording.faults().stream().map(Fault::at).sorted().toList();
        for (Instant fault : sorted) {
            quiet = quiet.plus(positive(Duration.between(free, fault)));
            free = later(free, fault.plus(AFTERMATH));
        }
        return quiet.plus(positive(Duration.between(free, times.last())));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean within(Instant onset, Instant fault, Duration length) {
        return !onset.isBefore(fault) && !onset.isAfter(fault.plus(length));
    }
}
