package io.tidegate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a command has found, in every form that it can be asked for.
 *
 * @param names of what was found, one a line
 * @param table ends with a line break
 */
record Answer(JsonNode document, List<String> names, Supplier<String> table) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    Answer {
        names = List.copyOf(names);
    }

    void print(Output output, PrintWriter out) {
        switch (output) {
            case TABLE -> out.print(table.get());
            case JSON -> out.println(document.toPrettyString());
            case YAML -> out.print(yaml());
            case NAME -> names.forEach(out::println);
        }
        out.flush();
    }

    private String yaml() {
        try {
            return YAML.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
