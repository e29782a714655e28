package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** The running suite as it is printed. */
final class SuiteView {
    private SuiteView() {}

    static Answer of(ObjectNode document) {
        var names = new ArrayList<String>();
        for (JsonNode component : document.path("components")) {
            var region = component.path("region").asText();
            names.add(component.path("name").asText() + (region.isEmpty() ? "" : "@" + region));
        }
        return new Answer(json(document), names, () -> table(document));
    }

    /** The shape that other tools build on. */
    private static ObjectNode json(ObjectNode document) {
        var shown = document.deepCopy();
        shown.remove("supervisor");
        return shown;
    }

    private static String table(ObjectNode document) {
        var table = new Table("COMPONENT", "REGION", "ADDRESS", "READY");
        for (JsonNode component : document.path("components")) {
            table.row(
                    component.path("name").asText(),
                    component.path("region").asText(),
                    component.path("address").asText(),
                    component.path("ready").asBoolean() ? "yes" : "no");
        }
        var text = new StringBuilder(table.toString()).append('\n');
        document.path("kafka").properties().forEach(entry -> text.append("Kafka ")
                .append(entry.getKey())
                .append(": ")
                .append(entry.getValue().asText())
                .append('\n'));
        return text.append("Schema registry: ")
                .append(document.path("registry").asText())
                .append('\n')
                .toString();
    }
}
