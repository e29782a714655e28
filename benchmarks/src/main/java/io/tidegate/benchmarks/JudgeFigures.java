package io.tidegate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link JudgeSpeed} in JVMs that optimise as those of a service do, which this command's own does not. */
final class JudgeFigures {
    private JudgeFigures() {}

    static List<Figure> measure() throws RunnerException {
        var options = new OptionsBuilder()
                .include(JudgeSpeed.class.getName() + ".*")
                .jvmArgs("-XX:+UseSerialGC", "-Xmx512m")
                .verbosity(VerboseMode.SILENT)
                .build();
        var figures = new ArrayList<Figure>();
        for (RunResult result : new Runner(options).run()) {
            figures.add(Figure.of("judge: " + words(result.getParams().getBenchmark()), "ns", Planned.scores(result)));
        }
        return figures;
    }

    /** {@code a.b.JudgeSpeed.errorsAgainstLimit} is {@code errors against limit}. */
    static String words(String benchmark) {
        return benchmark
                .substring(benchmark.lastIndexOf('.') + 1)
                .replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT);
    }
}
