package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** The running suite as it is printed. */
final class SuiteView {
    private SuiteView() {}

    static void print(ObjectNode document, Output output, PrintWriter out) {
        switch (output) {
            case JSON -> out.println(json(document).toPrettyString());
            case TABLE -> table(document, out);
        }
        out.flush();
    }

    /** The shape that other tools build on. */
    private static ObjectNode json(ObjectNode document) {
        var shown = document.deepCopy();
        shown.remove("supervisor");
        return shown;
    }

    private static void table(ObjectNode document, PrintWriter out) {
        out.printf("%-20s %-10s %-26s %s%n", "COMPONENT", "REGION", "ADDRESS", "READY");
        for (JsonNode component : document.path("components")) {
            out.printf(
                    "%-20s %-10s %-26s %s%n",
                    component.path("name").asText(),
                    component.path("region").asText(),
                    component.path("address").asText(),
                    component.path("ready").asBoolean() ? "yes" : "no");
        }
        out.println();
        document.path("kafka")
                .properties()
                .forEach(entry -> out.printf(
                        "Kafka %s: %s%n", entry.getKey(), entry.getValue().asText()));
        out.printf("Schema registry: %s%n", document.path("registry").asText());
    }
}
