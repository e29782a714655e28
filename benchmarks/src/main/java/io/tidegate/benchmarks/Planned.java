package io.tidegate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link PlanGrowth}, each size in a JVM of its own. */
final class Planned {
    private Planned() {}

    static List<Figure> measure() throws RunnerException {
        var options = new OptionsBuilder()
                .include(PlanGrowth.class.getName() + ".*")
                .verbosity(VerboseMode.SILENT)
                .build();
        var figures = new ArrayList<Figure>();
        for (RunResult result : new Runner(options).run()) {
            var what = result.getParams().getBenchmark().endsWith(".read") ? "read" : "plan";
            figures.add(Figure.of(
                    what + ": " + result.getParams().getParam("services") + " services, three regions",
                    "ms",
                    scores(result)));
        }
        return figures;
    }

    /** What each iteration gave. */
    static Distribution scores(RunResult result) {
        var values = new ArrayList<Double>();
        result.getBenchmarkResults().forEach(fork -> fork.getIterationResults()
                .forEach(iteration -> values.add(iteration.getPrimaryResult().getScore())));
        return new Distribution(values);
    }
}
