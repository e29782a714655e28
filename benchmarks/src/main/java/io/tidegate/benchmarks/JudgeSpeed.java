package io.tidegate.benchmarks;

import io.tidegate.benchmarks.Telemetry.Behaviour;
import io.tidegate.judge.AgainstBaseline;
import io.tidegate.judge.AgainstLimit;
import io.tidegate.judge.Check;
import io.tidegate.judge.Count;
import io.tidegate.judge.Judgement;
import io.tidegate.judge.LatencyComparison;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The judge alone: what one more second of a version costs, whose windows are full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JudgeSpeed {
    static final Limits SPECIFICATION = new Limits(
            new Limits.Limit(0.05, Duration.ofMinutes(2)),
            new Limits.Limit(5, Duration.ofMinutes(5)),
            new Limits.Limit(0.95, Duration.ofMinutes(3)),
            new Limits.Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001);
    private static final double MARGIN = 1.5;
    private static final double MOST = -Math.log(SPECIFICATION.falseAlarms()) / 2;
    private static final Telemetry TELEMETRY = new Telemetry(20);
    private static final String SOURCE = "benchmarks";
    private static final List<Check> CHECKS = List.of(new Check("a", true, true), new Check("b", true, true));

    private final AgainstBaseline againstBaseline = AgainstBaseline.withMargin(MARGIN, MOST);
    private final AgainstLimit againstLimit =
            AgainstLimit.of(SPECIFICATION.errors().value());

    private Trial trial = Trial.under(SPECIFICATION);
    private LatencyComparison latency = LatencyComparison.with(Sketch.EMPTY, MARGIN, MOST);
    private Slice candidate = slice(0, Estates.CANDIDATE);
    private Slice baseline = slice(0, Estates.BEFORE);

    /** Tells of more than the longest window. */
    @Setup
    public void fill() {
        for (int second = 0; second < TelemetryFigures.LONGEST_WINDOW; second++) {
            trial = after(trial, slice(second, Estates.CANDIDATE), slice(second, Estates.BEFORE));
        }
        candidate = slice(TelemetryFigures.LONGEST_WINDOW, Estates.CANDIDATE);
        baseline = slice(TelemetryFigures.LONGEST_WINDOW, Estates.BEFORE);
        latency = LatencyComparison.with(baseline.latency(), MARGIN, MOST);
    }

    private static Slice slice(int second, String version) {
        var done = TELEMETRY.second(0, version, second, Behaviour.GOOD);
        return Slice.of(
                Instant.ofEpochSecond(second),
                done.requests(),
                done.errors(),
                Sketch.of(done.latency()),
                SPECIFICATION.p95Seconds().value(),
                Optional.of(done.memoryShare()));
    }

    private static Trial after(Trial trial, Slice candidate, Slice baseline) {
        return trial.checkedBaseline(SOURCE, CHECKS, baseline.second())
                .observeBaseline(baseline)
                .checked(SOURCE, CHECKS, candidate.second())
                .observe(candidate)
                .compare(candidate, baseline);
    }

    /** F1: failures of both versions. */
    @Benchmark
    public AgainstBaseline errorsAgainstBaseline() {
        return againstBaseline.observe(candidate.failures(), baseline.failures(), 1);
    }

    /** F3: failures and their limit. */
    @Benchmark
    public AgainstLimit errorsAgainstLimit() {
        return againstLimit.observe(new Count(candidate.requests(), candidate.errors()), 1);
    }

    /** F4: five thresholds of one comparison of latencies, and its mirror. */
    @Benchmark
    public LatencyComparison latencyAgainstBaseline() {
        return latency.observe(candidate.latency(), baseline.latency());
    }

    /** A round of checks, after which all of the specification's rules are asked over their windows. */
    @Benchmark
    public Trial rules() {
        return trial.checked(SOURCE, CHECKS, candidate.second());
    }

    /** The word on what is known. */
    @Benchmark
    public Judgement word() {
        return trial.judge(candidate.second());
    }

    /** A second of both versions: checks, tests, rules, and a word after each, as the topology asks for it. */
    @Benchmark
    public Judgement wholeSecondOfBothVersions() {
        var halfway = trial.checkedBaseline(SOURCE, CHECKS, baseline.second()).observeBaseline(baseline);
        var first = halfway.judge(candidate.second());
        var last = halfway.checked(SOURCE, CHECKS, candidate.second())
                .observe(candidate)
                .compare(candidate, baseline)
                .judge(candidate.second());
        return first.word() == Judgement.Word.UNHEALTHY ? first : last;
    }
}
