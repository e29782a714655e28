package io.tidegate.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
    private static JsonNode line(ExtLogRecord line) throws IOException {
        var text = new JsonLines("planner-service").format(line);
        assertThat(text).endsWith("\n");
        assertThat(text.strip()).as("one line").doesNotContain("\n");
        return new ObjectMapper().readTree(text);
    }

    private static ExtLogRecord record(String message) {
        var record = new ExtLogRecord(Level.WARN, message, JsonLinesTest.class.getName());
        record.setLoggerName("io.tidegate.planner");
        return record;
    }

    @Test
    void aLineIsOneJsonObject() throws IOException {
        var json = line(record("said \"no\"\nand left"));
        assertThat(json.path("message").asText()).isEqualTo("said \"no\"\nand left");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("application").asText()).isEqualTo("planner-service");
        assertThat(json.path("logger").asText()).isEqualTo("io.tidegate.planner");
        assertThat(json.path("timestamp").asText()).contains("T").endsWith("Z");
    }

    @Test
    void whatALineIsAboutStandsUnderTheKeysOfTheDictionary() throws IOException {
        var record = record("done");
        Map.of("deploymentId", "d1", "step", "d1/east/api/1", "colour", "red").forEach(record::putMdc);
        var json = line(record);
        assertThat(json.path("deploymentId").asText()).isEqualTo("d1");
        assertThat(json.path("step").asText()).isEqualTo("d1/east/api/1");
        assertThat(json.has("colour")).as("a key that is not in the dictionary").isFalse();
        assertThat(json.has("region")).as("a key that has no value").isFalse();
    }

    @Test
    void aFaultIsToldWithItsStack() throws IOException {
        var record = record("failed");
        record.setThrown(new IllegalStateException("the broker is gone"));
        assertThat(line(record).path("fault").asText())
                .contains("the broker is gone")
                .contains("JsonLinesTest");
    }
}
