package io.tidegate.observability.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A real Kubernetes control plane for tests: the cluster of {@code TIDEGATE_TEST_KUBECONFIG}, or else one that is started for
 * this JVM by {@code k8s/test-cluster/up} and ended with it. Where neither can be had, tests are skipped and say so.
 */
public final class ControlPlane {
    private static final String VARIABLE = "TIDEGATE_TEST_KUBECONFIG";
    private static Optional<Path> kubeconfig = Optional.empty();

    private ControlPlane() {}

    /** The repository's {@code k8s} folder. */
    public static Path manifests() {
        return Path.of("..", "k8s").toAbsolutePath().normalize();
    }

    /** How it is reached as its administrator. */
    public static synchronized Path kubeconfig() {
        if (kubeconfig.isEmpty()) {
            kubeconfig = Optional.of(given().orElseGet(ControlPlane::start));
        }
        return kubeconfig.get();
    }

    private static Optional<Path> given() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(path -> !path.isBlank())
                .map(Path::of);
    }

    private static Path start() {
        if (!onPath("go") || !onPath("kubectl")) {
            abort("no Kubernetes API server: set " + VARIABLE + ", or install Go and kubectl, with which"
                    + " k8s/test-cluster/up starts one");
        }
        var scripts = manifests().resolve("test-cluster");
        var name = "test-" + ProcessHandle.current().pid();
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> run(scripts.resolve("down"), name)));
        var lines = run(scripts.resolve("up"), name);
        assertThat(lines).as("k8s/test-cluster/up prints a kubeconfig last").isNotEmpty();
        return Path.of(lines.getLast());
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Lines of a program's output, which has to succeed. */
    public static List<String> run(Path program, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var lines = process.inputReader().lines().toList();
            assertThat(process.waitFor()).as("%s ends well", command).isZero();
            return lines;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + command, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
