package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of one run, and why those that are missing are. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm").withZone(ZoneOffset.UTC);

    private final Machine machine;
    private final Instant at;
    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    Results(Machine machine, Instant at) {
        this.machine = machine;
        this.at = at;
    }

    void add(List<Figure> taken) {
        figures.addAll(taken);
    }

    void missing(String part, String why) {
        missing.put(part, why);
    }

    /** A part that this machine cannot take; that is no failure. */
    void skipped(String part, String why) {
        skipped.put(part, why);
    }

    /** Whether every goal of the figures that were taken is reached, and none is missing. */
    boolean good() {
        return missing.isEmpty()
                && figures.stream().allMatch(figure -> figure.reached().orElse(true));
    }

    ObjectNode json() {
        var document = JSON.createObjectNode().put("at", at.toString());
        var facts = document.putObject("machine");
        machine.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
        var list = document.putArray("figures");
        figures.forEach(figure -> list.add(figure.json()));
        var lacking = document.putObject("missing");
        missing.forEach(lacking::put);
        var left = document.putObject("skipped");
        skipped.forEach(left::put);
        return document;
    }

    String table() {
        var lines = new ArrayList<String>();
        machine.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> lines.add(fact.getKey() + ": " + fact.getValue()));
        lines.add("");
        lines.add(Figure.head());
        figures.forEach(figure -> lines.add(figure.row()));
        missing.forEach((part, why) -> lines.add("not taken: " + part + ": " + why));
        skipped.forEach((part, why) -> lines.add("skipped: " + part + ": " + why));
        return String.join(System.lineSeparator(), lines);
    }

    /** Writes the document into {@code folder}, under the time of the run. */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(FILE_NAME.format(at) + ".json");
        Files.writeString(file, json().toPrettyString() + "\n");
        return file;
    }
}
