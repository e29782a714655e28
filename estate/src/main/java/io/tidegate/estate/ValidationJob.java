package io.tidegate.estate;

import java.util.List;

/** A container that validates: it passes by ending well. */
public record ValidationJob(Image image, List<String> command, List<String> args) {
    public ValidationJob {
        command = List.copyOf(command);
        args = List.copyOf(args);
    }
}
