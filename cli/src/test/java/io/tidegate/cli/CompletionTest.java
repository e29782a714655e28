package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @Test
    void bashCompletesAVerb(@TempDir Path folder) throws IOException, InterruptedException {
        assertThat(completed(folder, "tidegate", "val")).contains("validate");
    }

    @Test
    void bashCompletesAnOptionOfAVerb(@TempDir Path folder) throws IOException, InterruptedException {
        assertThat(completed(folder, "tidegate", "deploy", "--dry")).contains("--dry-run");
    }

    @Test
    void zshLoadsWhatLetsItUseTheSameScript() {
        assertThat(script("zsh")).contains("bashcompinit", "complete -F");
        assertThat(script("bash")).doesNotStartWith("autoload");
    }

    private static String completed(Path folder, String... words) throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("completion.bash"), script("bash"));
        var program = """
            source %s
            COMP_WORDS=(%s)
            COMP_CWORD=%d
            _complete_tidegate
            echo "${COMPREPLY[@]}"
            """.formatted(script, String.join(" ", words), words.length - 1);
        var process = new ProcessBuilder("bash", "--norc", "-c", program)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static String script(String shell) {
        var out = new StringWriter();
        assertThat(Tidegate.run(new PrintWriter(out, true), new PrintWriter(new StringWriter()), "completion", shell))
                .isZero();
        return out.toString();
    }
}
