package io.tidegate.estate.importing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as a file describes it.
 *
 * @param aliases other names by which it is reached
 * @param ports container ports in the order of the file
 * @param dependsOn what the file says it depends on
 * @param mentions values that may name another service, by where they stand (variable or {@code arguments})
 */
record Found(
        String name,
        String file,
        List<String> aliases,
        Optional<String> image,
        List<Integer> ports,
        int replicas,
        List<String> dependsOn,
        Map<String, String> mentions,
        Needs needs) {

    /** Resources; 0 where the file does not say. CPU in thousandths of a core, memory in bytes. */
    record Needs(long requestedCpu, long requestedMemory, long cpuLimit, long memoryLimit, int gpu) {
        static final Needs NONE = new Needs(0, 0, 0, 0, 0);
    }

    Found {
        aliases = List.copyOf(aliases);
        ports = List.copyOf(ports);
        dependsOn = List.copyOf(dependsOn);
    }
}
