package io.tidegate.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void forgettingLeavesWhatIsNotOfTheSuite() throws IOException {
        Files.createDirectories(folder.resolve("kafka/us-east-1"));
        Files.writeString(folder.resolve("kafka/us-east-1/cluster.id"), "id");
        Files.writeString(folder.resolve("sandbox-us-east-1.json"), "{}");
        Files.writeString(folder.resolve("thesis.tex"), "years of work");

        suite().forget();

        assertThat(folder.resolve("thesis.tex")).exists();
        assertThat(folder.resolve("kafka")).doesNotExist();
        assertThat(folder.resolve("sandbox-us-east-1.json")).doesNotExist();
    }

    @Test
    void aProcessThatAKilledSupervisorLeftIsFoundAndStopped() throws IOException, InterruptedException {
        var orphan = sleeper(layout().mark());

        assertThat(suite().stop()).isTrue();

        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(suite().stop()).as("a second stop finds nothing").isFalse();
    }

    @Test
    void aProcessOfAnotherSuiteIsLeftAlone() throws IOException, InterruptedException {
        var other = sleeper("-Dsuite.state=" + folder.resolve("another"));
        try {
            assertThat(suite().stop()).isFalse();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatIsHeldOnALeashEndsWithItsHolder() throws IOException, InterruptedException {
        var holder = sleeper("-Dholder=true");
        var held = new ProcessBuilder(new Component(
                                "sleeper",
                                "",
                                "",
                                java.util.Optional.empty(),
                                classpath(),
                                Sleeper.class.getName(),
                                List.of())
                        .command(layout().mark(), holder.pid()))
                .start();
        assertThat(held.inputReader().readLine()).isEqualTo("sleeping");

        holder.destroyForcibly();

        assertThat(held.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }

    private static Process sleeper(String mark) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add(Component.java());
        command.add(mark);
        command.addAll(classpath());
        command.add(Sleeper.class.getName());
        var process = new ProcessBuilder(command).start();
        assertThat(process.inputReader().readLine()).isEqualTo("sleeping");
        return process;
    }

    private static List<String> classpath() {
        return List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
    }

    private Layout layout() {
        return new Layout(folder, folder, Layout.REGIONS);
    }

    private RunningSuite suite() {
        return new RunningSuite(layout());
    }
}
