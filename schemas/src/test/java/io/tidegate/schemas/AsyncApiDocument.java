package io.tidegate.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The contract as an AsyncAPI 3 document with Kafka bindings, written from the catalogue, the schemas and the examples. */
final class AsyncApiDocument {
    static final Map<String, String> HEADERS = headers();
    private static final String BINDING = "0.5.0";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());

    private final ObjectNode document = JSON.createObjectNode();
    private final Map<String, TopicCatalogue.Definition> definitions = new LinkedHashMap<>();

    private AsyncApiDocument() {
        TopicCatalogue.definitions("here", Installation.of(List.of("here")))
                .forEach(definition -> definitions.put(definition.name(), definition));
    }

    static ObjectNode tree() {
        return new AsyncApiDocument().write();
    }

    static String yaml() {
        try {
            return "# Written from the topic catalogue, the schemas and the examples; AsyncApiTest says how.\n"
                    + YAML.writeValueAsString(tree());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(Envelope.SPECIFICATION, "Version of CloudEvents: 1.0.");
        headers.put(Envelope.ID, "Identity of the event, unique within its source.");
        headers.put(Envelope.SOURCE, "Who wrote it, such as /us-west-2/region-coordinator.");
        headers.put(Envelope.TYPE, "The record's type, such as io.tidegate.wave_completed.v1.");
        headers.put(Envelope.SUBJECT, "What it is about: the record's key.");
        headers.put(Envelope.TIME, "When it was written, as in RFC 3339.");
        headers.put("content-type", "application/avro.");
        headers.put(Envelope.EPOCH, "The control plane's epoch under which it was decided; 0 where there is none.");
        headers.put(Envelope.SEQUENCE, "Counted by the source per key, from 1; 0 where the source does not count.");
        headers.put(Envelope.TRACEPARENT, "W3C trace context, where there is one.");
        return headers;
    }

    private ObjectNode write() {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Tidegate")
                .put("version", "0.1.0")
                .put("description", """
                    What Tidegate says on Kafka, and what may be said to it. Values are Avro behind a zero byte and a \
                    four-byte schema id; a schema's subject is TOPIC-RECORD. Envelopes are CloudEvents in binary mode.\
                    """)
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        document.put("defaultContentType", "application/avro");
        servers();
        for (Topic topic : Topic.values()) {
            topic.records().forEach(record -> message(record, topic.key().pattern()));
            channel(topic);
            deadLetterChannel(topic);
            operations(topic);
        }
        message(DeadLetter.class, "TOPIC");
        envelope();
        return document;
    }

    private void servers() {
        var region = document.putObject("servers").putObject("region");
        region.put("host", "{address}")
                .put("protocol", "kafka")
                .put("description", "Kafka of one region; commands and deployments are in the control plane's.");
        region.putObject("variables")
                .putObject("address")
                .put("default", "127.0.0.1:9092")
                .put("description", "As `tidegate status` prints it.");
        region.putObject("bindings")
                .putObject("kafka")
                .put("schemaRegistryVendor", "apicurio")
                .put("bindingVersion", BINDING);
    }

    private void channel(Topic topic) {
        var channel = document.withObjectProperty("channels").putObject(topic.topicName());
        channel.put("address", topic.topicName())
                .put("description", "Key: " + topic.key().pattern() + ". " + kept(topic) + " " + replicated(topic));
        for (Class<?> record : topic.records()) {
            reference(channel.withObjectProperty("messages").putObject(record.getSimpleName()), "messages", record);
        }
        binding(channel, topic.topicName());
    }

    private void deadLetterChannel(Topic topic) {
        var channel = document.withObjectProperty("channels").putObject(topic.deadLetterName());
        channel.put("address", topic.deadLetterName())
                .put("description", "What could not be read from " + topic.topicName() + ", with its cause.");
        reference(
                channel.putObject("messages").putObject(DeadLetter.class.getSimpleName()),
                "messages",
                DeadLetter.class);
        binding(channel, topic.deadLetterName());
    }

    private void binding(ObjectNode channel, String topic) {
        var definition = Objects.requireNonNull(definitions.get(topic), topic);
        var settings = definition.settings();
        var kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic).put("partitions", definition.partitions());
        var configuration = kafka.putObject("topicConfiguration");
        configuration.putArray("cleanup.policy").add(settings.get("cleanup.policy"));
        configuration.put("retention.ms", Long.parseLong(settings.getOrDefault("retention.ms", "")));
        configuration.put("max.message.bytes", Integer.parseInt(settings.getOrDefault("max.message.bytes", "")));
        kafka.put("bindingVersion", BINDING);
    }

    private static String kept(Topic topic) {
        if (topic.retention().compact()) {
            return "The last record of each key is kept.";
        }
        return topic.retention().time().isNegative()
                ? "Kept for ever."
                : "Kept for " + topic.retention().time().toDays() + " days.";
    }

    private static String replicated(Topic topic) {
        var way =
                switch (topic.flow()) {
                    case STAYS -> "";
                    case FROM_CONTROL_PLANE -> "from the regions whose planner may lead into every other";
                    case TO_CONTROL_PLANE -> "from every region into those whose planner may lead";
                    case AMONG_CONTROL_PLANES -> "between the regions whose planner may lead";
                    case EVERYWHERE -> "from every region into every other";
                };
        return way.isEmpty()
                ? "It never leaves its region."
                : "Replicated " + way + ", as REGION." + topic.topicName() + ".";
    }

    private void operations(Topic topic) {
        operation("send", topic, "Written by ", topic.writers());
        operation("receive", topic, "Read by ", topic.readers());
    }

    private void operation(String action, Topic topic, String verb, List<String> who) {
        var operation = document.withObjectProperty("operations").putObject(action + "-" + topic.topicName());
        operation.put("action", action).put("summary", verb + String.join(", ", who) + ".");
        operation.putObject("channel").put("$ref", "#/channels/" + topic.topicName());
    }

    private void message(Class<? extends SpecificRecord> record, String key) {
        var schema = SpecificData.get().getSchema(record);
        var components = document.withObjectProperty("components");
        var message = components.withObjectProperty("messages").putObject(record.getSimpleName());
        message.put("name", Envelope.typeOf(record))
                .put("title", record.getSimpleName())
                .put("summary", schema.getDoc())
                .put("contentType", "application/avro");
        message.putObject("headers").put("$ref", "#/components/schemas/Envelope");
        reference(message.putObject("payload"), "schemas", record);
        var kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", key);
        kafka.put("schemaIdLocation", "payload")
                .put("schemaIdPayloadEncoding", "confluent")
                .put("schemaLookupStrategy", "TopicRecordNameStrategy")
                .put("bindingVersion", BINDING);
        message.putArray("examples").addObject().set("payload", example(record));
        components
                .withObjectProperty("schemas")
                .putObject(record.getSimpleName())
                .put("schemaFormat", "application/vnd.apache.avro+json;version=1.9.0")
                .set("schema", PlainSchema.of(schema));
    }

    private static ObjectNode example(Class<? extends SpecificRecord> record) {
        try {
            return (ObjectNode) JSON.readTree(Examples.text(record));
        } catch (JsonProcessingException invalid) {
            throw new IllegalStateException("the example of " + record.getSimpleName() + " is no JSON", invalid);
        }
    }

    private void envelope() {
        var envelope = document.withObjectProperty("components")
                .withObjectProperty("schemas")
                .putObject("Envelope");
        envelope.put("type", "object")
                .put("description", "Headers of every record. What a client leaves out gets a plain default.");
        HEADERS.forEach((name, meaning) -> envelope.withObjectProperty("properties")
                .putObject(name)
                .put("type", "string")
                .put("description", meaning));
    }

    private static void reference(ObjectNode from, String kind, Class<?> record) {
        from.put("$ref", "#/components/" + kind + "/" + record.getSimpleName());
    }
}
