package io.tidegate.benchmarks;

import io.tidegate.benchmarks.Telemetry.Behaviour;
import io.tidegate.eventlog.JsonState;
import io.tidegate.health.watch.Intervals;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.Check;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.alert.Standing;
import io.tidegate.judge.alert.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * What the health-service keeps. First of one service, whose windows are full: in bytes, as they stand in its stores and
 * changelogs. Then of ever more that it has just begun to hear of, until there are enough, or memory or time is over.
 */
final class SeriesFigures {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final int FIRST = 1_000;
    private static final int CHUNK = 5_000;

    /** Two intervals of ten seconds, of which the second closes the first. */
    private static final List<Integer> SECONDS = List.of(0, 3, 16);

    private static final Telemetry TELEMETRY = new Telemetry(20);
    private static final List<String> OPTIONS = List.of("-XX:+UseG1GC", "-XX:MaxRAMPercentage=55");

    private final int most;
    private final Duration longest;
    private final Consumer<String> teller;
    private final List<Figure> figures = new ArrayList<>();

    /** One size that was reached. */
    record Reached(int series, double heapBytes) {}

    /**
     * @param most series that are wanted
     * @param longest when no more are begun
     */
    SeriesFigures(int most, Duration longest, Consumer<String> teller) {
        this.most = most;
        this.longest = longest;
        this.teller = teller;
    }

    List<Figure> measure() throws IOException, InterruptedException, ExecutionException {
        figures.add(kibibytes(
                "standing, after eight days",
                JsonState.serde(Standing.class).serializer().serialize("", standing()).length));
        figures.add(kibibytes(
                "open intervals, two versions",
                JsonState.serde(Intervals.class).serializer().serialize("", intervals()).length));
        figures.add(kibibytes(
                "trial, after five minutes",
                JsonState.serde(Watch.class).serializer().serialize("", watch()).length));
        grow();
        return figures;
    }

    private static Figure kibibytes(String what, double bytes) {
        return Figure.of("series, of one service: " + what, "KiB", Distribution.of(bytes / 1024));
    }

    /** Eight days' hours, told one by one, and of the last six hours every interval: all that is kept is full. */
    static Standing standing() {
        var recent = Duration.ofHours(6);
        var end = Instant.EPOCH.plus(Duration.ofDays(8));
        var standing = Standing.of("s", Intervals.LENGTH);
        var at = Instant.EPOCH;
        for (int past = 0; at.isBefore(end); past++) {
            double use = 0.4 + past % 7 * 0.013;
            standing = standing.observe(
                    new Usage(at, 400, past % 3, Optional.of(use), Optional.of(use)), Optional.of(use / 4));
            at = at.plus(at.plus(recent).isBefore(end) ? Duration.ofHours(1) : Intervals.LENGTH);
        }
        return standing;
    }

    static Intervals intervals() {
        var intervals = Intervals.NONE;
        for (int second = 0; second < 15; second++) {
            for (var version : List.of(Estates.BEFORE, Estates.CANDIDATE)) {
                var done = TELEMETRY.second(0, version, second, Behaviour.GOOD);
                var sample = new Intervals.Sample(
                        "health-service/prometheus-text",
                        version,
                        Instant.ofEpochSecond(second),
                        done.requests(),
                        done.errors(),
                        done.latency(),
                        Optional.empty(),
                        Optional.of(done.memoryShare()));
                intervals = intervals.plus(sample).intervals();
            }
        }
        return intervals;
    }

    static Watch watch() {
        var wanted = new Watch.Wanted("s", Estates.CANDIDATE, Optional.of(Estates.BEFORE), List.of(), false);
        var watch = Watch.begin("d", Estates.REGION, List.of(wanted), JudgeSpeed.SPECIFICATION, List.of());
        for (int second = 0; second < TelemetryFigures.LONGEST_WINDOW; second++) {
            for (var version : List.of(Estates.BEFORE, Estates.CANDIDATE)) {
                var done = TELEMETRY.second(0, version, second, Behaviour.GOOD);
                var slice = Slice.of(
                        Instant.ofEpochSecond(second),
                        done.requests(),
                        done.errors(),
                        Sketch.of(done.latency()),
                        5,
                        Optional.of(done.memoryShare()));
                watch = watch.sampled("benchmarks", "s", version, slice, List.of(new Check("a", true, true)));
            }
        }
        return watch;
    }

    private void grow() throws IOException, InterruptedException, ExecutionException {
        var reached = new ArrayList<Reached>();
        var end = Instant.now().plus(longest);
        try (var rig = HealthRig.start(false, OPTIONS)) {
            double empty = rig.worker().ask("memory");
            int series = 0;
            for (int size = Math.min(FIRST, most); size <= most && series < size; size = Math.min(size * 10, most)) {
                while (series < size && Instant.now().isBefore(end)) {
                    int until = Math.min(size, series + CHUNK);
                    tell(rig, series, until);
                    series = until;
                }
                reached.add(new Reached(series, rig.worker().ask("memory") - empty));
                teller.accept("%d series: %.0f MiB"
                        .formatted(series, reached.getLast().heapBytes() / MEBIBYTE));
                figures.add(Figure.of(
                        "series: heap for " + series,
                        "MiB",
                        Distribution.of(reached.getLast().heapBytes() / MEBIBYTE)));
                figures.add(Figure.of(
                        "series: changelogs on disk for " + series,
                        "MiB",
                        Distribution.of(rig.broker().changelogBytes() / MEBIBYTE)));
                if (series < size) {
                    break;
                }
            }
        } catch (IllegalStateException full) {
            teller.accept("no more: " + full.getMessage());
        }
        if (!reached.isEmpty()) {
            figures.add(
                    Figure.of("series: heap for each 1 000 more", "MiB", Distribution.of(slope(reached) / MEBIBYTE)));
        }
    }

    /** Bytes for each thousand series more, from the smallest size to the largest. */
    static double slope(List<Reached> reached) {
        var first = reached.size() == 1 ? new Reached(0, 0) : reached.getFirst();
        var last = reached.getLast();
        return (last.heapBytes() - first.heapBytes()) / (last.series() - first.series()) * 1000;
    }

    private static void tell(HealthRig rig, int from, int until) throws InterruptedException {
        long begin = Instant.now().getEpochSecond() / 10 * 10 - 30;
        for (int past : SECONDS) {
            for (int service = from; service < until; service++) {
                var done = TELEMETRY.second(service, Estates.CANDIDATE, begin + past, Behaviour.GOOD);
                rig.write(service, Estates.sample(service, Estates.CANDIDATE, begin + past, done));
            }
        }
        rig.awaitAllRead();
    }
}
