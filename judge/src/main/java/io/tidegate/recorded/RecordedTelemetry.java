package io.tidegate.recorded;

import io.tidegate.judge.replay.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds recordings in a folder and the folders below it. A new format is one more adapter in {@link #source}. */
public final class RecordedTelemetry {
    private static final int DEPTH = 6;

    /** A recording that is read when it is its turn. */
    public interface Source {
        /** The recording, whole. */
        Recording read() throws IOException;
    }

    private RecordedTelemetry() {}

    /** Every recording whose format is known, in the order of their folders; none where there is none. */
    public static List<Source> find(Path root) throws IOException {
        try (var folders = Files.walk(root, DEPTH)) {
            var sources = new ArrayList<Source>();
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                source(root, folder).ifPresent(sources::add);
            }
            return sources;
        }
    }

    private static Optional<Source> source(Path root, Path folder) throws IOException {
        var name = folder.equals(root) ? folder.toAbsolutePath().normalize().getFileName() : root.relativize(folder);
        var title = String.valueOf(name).replace('\\', '/');
        if (NezhaFormat.matches(folder)) {
            return Optional.of(() -> NezhaFormat.read(title, folder));
        }
        return DelagFormat.matches(folder) ? Optional.of(() -> DelagFormat.read(title, folder)) : Optional.empty();
    }
}
