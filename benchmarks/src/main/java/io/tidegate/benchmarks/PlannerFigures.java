package io.tidegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a planner of one core carries. */
final class PlannerFigures {
    private PlannerFigures() {}

    static List<Figure> measure() throws IOException, InterruptedException {
        try (var scratch = ScratchFolder.create()) {
            var errors = scratch.path().resolve("worker.err");
            try (var worker = JavaProcess.start(
                    OptionalInt.of(0), List.of("-XX:+UseSerialGC", "-Xmx3g"), errors, PlannerWorker.class)) {
                var figures = new ArrayList<Figure>();
                for (String answer : worker.answers()) {
                    figures.add(Figure.fromJson(answer));
                }
                if (worker.endedBadly()) {
                    throw new IllegalStateException("the planner's process ended badly: " + Files.readString(errors));
                }
                return figures;
            }
        }
    }
}
