package io.tidegate.cli;

import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** Starts and stops one region, so that every later start finds its classes parsed. The launcher does it after a build. */
@Command(name = "warm-up", hidden = true, description = "Leaves the suite's classes parsed for later starts.")
final class WarmUp extends SuiteCommand {
    private static final int LONGEST = 120;

    @Override
    protected ExitCode run() throws IOException, InterruptedException {
        var usual = layout();
        if (usual.startsFast()) {
            return ExitCode.DONE;
        }
        var folder = Files.createTempDirectory("tidegate-warm-up-");
        var suite = new Layout(usual.product(), folder, List.of(usual.controlPlane()));
        var running = new RunningSuite(suite);
        try {
            var here = OptionalLong.of(ProcessHandle.current().pid());
            var wish = new SuiteStart.Wish(true, 1, LONGEST, OptionalInt.empty(), here);
            return new SuiteStart(suite, err()).start(wish) ? ExitCode.DONE : ExitCode.TIMEOUT;
        } finally {
            running.stop();
            running.forget();
            Files.deleteIfExists(folder);
        }
    }
}
