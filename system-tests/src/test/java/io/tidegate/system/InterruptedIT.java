package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The command line is broken off by a Ctrl-C, or killed: nothing is left behind. The first class, before the suite that
 * the others share: one suite at a time is enough for a small machine.
 */
@Order(0)
class InterruptedIT {
    private static final int ENDED_BY_CTRL_C = 130;

    private final Suite suite = new Suite("interrupted");

    /** The demo's own suite, beside the one that {@code up} starts. */
    private final Suite ofTheDemo = new Suite("interrupted/demo");

    @BeforeAll
    static void needsSessions() throws InterruptedException {
        try {
            int exit = new ProcessBuilder("setsid", "env", "--default-signal=INT", "true")
                    .start()
                    .waitFor();
            Needed.nothingIsMissing(exit == 0 ? "" : "an `env` that knows --default-signal");
        } catch (IOException absent) {
            Needed.nothingIsMissing("setsid: " + absent.getMessage());
        }
    }

    @AfterEach
    void endWhatIsLeft() {
        suite.cli().run("down");
        ofTheDemo.cli().run("down");
    }

    @Test
    void aCtrlCWhileTheSuiteStartsLeavesNothingBehind() throws IOException, InterruptedException {
        var up = suite.cli().startAsInATerminal("up", "--fresh");
        isBeingStarted(suite);
        var ports = suite.ports();

        pressCtrlC(up);

        assertThat(up.result().exit()).isEqualTo(ENDED_BY_CTRL_C);
        suite.isGone(ports);
    }

    @Test
    void aCtrlCInTheMiddleOfADemoLeavesNothingBehind() throws IOException, InterruptedException {
        var demo = demo();
        Awaitility.await("a deployment of the demo is under way")
                .atMost(Duration.ofMinutes(5))
                .until(() -> demo.said().contains("(in_progress, wave 1)"));
        var ports = ofTheDemo.ports();

        pressCtrlC(demo);

        assertThat(demo.result().exit()).isEqualTo(ENDED_BY_CTRL_C);
        ofTheDemo.isGone(ports);
    }

    /** Each process sees for itself that who holds it is gone; how far the demo has come makes no difference to that. */
    @Test
    void aDemoEndsWhenItsCommandLineIsKilled() {
        var demo = demo();
        isBeingStarted(ofTheDemo);
        var ports = ofTheDemo.ports();

        demo.process().destroyForcibly();

        ofTheDemo.awaitEnd();
        ofTheDemo.isGone(ports);
        assertThat(ofTheDemo.cli().run("down").exit()).isEqualTo(DONE);
    }

    private Program demo() {
        return suite.cli()
                .startAsInATerminal(
                        "demo", "--report", suite.calls().resolve("demo.html").toString());
    }

    private static void isBeingStarted(Suite some) {
        Awaitility.await("components are being started")
                .atMost(Duration.ofSeconds(60))
                .until(() -> some.processes().processes().size() > 4);
    }

    /** What a terminal does: it tells every process of the group, not the first alone. */
    private static void pressCtrlC(Program program) throws IOException, InterruptedException {
        var kill = new ProcessBuilder(
                        List.of("sh", "-c", "kill -INT -" + program.process().pid()))
                .start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
