package io.tidegate.benchmarks;

import io.tidegate.estate.Estate;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How the time of planning grows with the estate. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlanGrowth {
    /** How many services the estate has. */
    @Param({"100", "1000", "10000"})
    public int services;

    private String text = "";

    @SuppressWarnings("NullAway.Init") // set before every trial
    private Estate estate;

    /** Writes the file, and reads it once. */
    @Setup
    public void grow() {
        text = GrownEstate.text(services);
        estate = estate();
    }

    private Estate estate() {
        return switch (EstateReader.read(text, "grown.yaml")) {
            case Reading.Read(var read) -> read;
            case Reading.Rejected(var findings) ->
                throw new IllegalStateException("the grown estate is not valid: " + findings.getFirst());
        };
    }

    /** From the file's text to a checked estate. */
    @Benchmark
    public Estate read() {
        return estate();
    }

    /** From the estate to a plan for three regions. */
    @Benchmark
    public PlanResult plan() {
        return Planning.plan(estate, "production", Map.of(), Map.of());
    }
}
