package io.tidegate.estate.importing;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes an estate file for people to go on with. */
final class EstateText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/:@-]*[A-Za-z0-9]|[A-Za-z]");
    private static final Pattern RESERVED = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");
    private static final long MEBIBYTE = 1L << 20;

    private final StringBuilder text = new StringBuilder();

    private EstateText() {}

    static String of(String name, List<Found> services, Map<String, Map<String, String>> dependencies) {
        var writing = new EstateText();
        writing.line("apiVersion: tidegate.io/v1");
        writing.line("kind: Estate");
        writing.line("metadata:");
        writing.line("  name: " + word(name));
        writing.line("spec:");
        writing.line("  # One region to begin with; add yours, and let the traffic shares add up to 100.");
        writing.line("  regions:");
        writing.line("    - {name: primary, role: primary, wave: 1, trafficShare: 100}");
        writing.line("  services:");
        services.forEach(service -> writing.service(service, dependencies.getOrDefault(service.name(), Map.of())));
        return writing.text.toString();
    }

    private void service(Found service, Map<String, String> dependsOn) {
        line("    - name: " + word(service.name()));
        line("      image: " + word(service.image().orElse(service.name() + ":latest")));
        service.ports().stream().findFirst().ifPresent(port -> line("      port: " + port));
        line("      replicas: " + service.replicas());
        if (!dependsOn.isEmpty()) {
            line("      dependsOn:");
            dependsOn.forEach((name, place) ->
                    line("        - " + word(name) + (place.isEmpty() ? "" : " # inferred from " + comment(place))));
        }
        resources(service.needs());
    }

    private void resources(Found.Needs needs) {
        if (needs.equals(Found.Needs.NONE)) {
            return;
        }
        line("      resources:");
        amounts("requests", needs.requestedCpu(), needs.requestedMemory());
        amounts("limits", needs.cpuLimit(), needs.memoryLimit());
        if (needs.gpu() > 0) {
            line("        gpu: " + needs.gpu());
        }
    }

    private void amounts(String kind, long cpu, long memory) {
        if (cpu > 0 || memory > 0) {
            line("        " + kind + ": {"
                    + (cpu > 0 ? "cpu: " + cpu + "m" : "")
                    + (cpu > 0 && memory > 0 ? ", " : "")
                    + (memory > 0 ? "memory: " + Math.ceilDiv(memory, MEBIBYTE) + "Mi" : "")
                    + "}");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String comment(String place) {
        return place.replaceAll("\\s+", " ");
    }

    private static String word(String word) {
        return PLAIN.matcher(word).matches() && !RESERVED.matcher(word).matches()
                ? word
                : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
