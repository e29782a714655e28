package io.tidegate.schemas.wire;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;

/**
 * A codec whose schema ids come from an Apicurio registry. Schemas are looked up, never registered: that is the work of
 * whoever installs the contract.
 */
public final class RegistryCodec implements RecordCodec {
    private final AvroKafkaSerializer<SpecificRecord> serializer = new AvroKafkaSerializer<>();
    private final AvroKafkaDeserializer<SpecificRecord> deserializer = new AvroKafkaDeserializer<>();

    /** @param registryUrl the registry's own API, such as {@code http://127.0.0.1:8081/apis/registry/v3} */
    public RegistryCodec(String registryUrl) {
        var settings = settings(registryUrl);
        serializer.configure(settings, false);
        deserializer.configure(settings, false);
    }

    private static Map<String, Object> settings(String registryUrl) {
        var settings = new java.util.HashMap<String, Object>(Map.of(
                "apicurio.registry.url",
                registryUrl,
                "apicurio.registry.http.adapter",
                "VERTX",
                "apicurio.registry.id-handler",
                "io.apicurio.registry.serde.Default4ByteIdHandler",
                "apicurio.registry.use-id",
                "contentId",
                "apicurio.registry.headers.enabled",
                false,
                "apicurio.registry.auto-register",
                false,
                "apicurio.registry.artifact-resolver-strategy",
                ConfluentSubjectStrategy.class.getName(),
                "apicurio.registry.check-period-ms",
                600_000,
                "apicurio.registry.use-specific-avro-reader",
                true));
        // By its subject, not by its content: the text of a schema may differ in spacing from what was registered.
        settings.put("apicurio.registry.find-latest", true);
        return settings;
    }

    @Override
    public synchronized byte[] encode(String topic, SpecificRecord record) {
        return serializer.serialize(topic, record);
    }

    /**
     * @throws RegistryUnavailableException if the registry does not answer; the bytes may be good
     */
    @Override
    public synchronized SpecificRecord decode(String topic, byte[] bytes) {
        int id = Framing.schemaId(topic, bytes);
        try {
            return requireRecord(topic, id, deserializer.deserialize(topic, bytes));
        } catch (UnreadableRecordException unreadable) {
            throw unreadable;
        } catch (RuntimeException failure) {
            throw classified(topic, id, failure);
        }
    }

    /** Guards against what generics erase: a schema that is not ours comes back as a generic record. */
    private static SpecificRecord requireRecord(String topic, int id, Object decoded) {
        if (decoded instanceof SpecificRecord record) {
            return record;
        }
        throw new UnreadableRecordException(
                Reason.WRONG_TYPE, "a record of " + topic + " has schema " + id + ", which is not one of ours");
    }

    private static RuntimeException classified(String topic, int id, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                if (!(cause instanceof java.io.EOFException)) {
                    return new RegistryUnavailableException(
                            "the schema registry did not answer for schema " + id, failure);
                }
            }
            var name = cause.getClass().getSimpleName();
            if (name.contains("NotFound")
                    || name.equals("RuleViolationProblemDetails")
                    || name.equals("ProblemDetails")) {
                return new UnreadableRecordException(
                        Reason.UNKNOWN_SCHEMA,
                        "a record of " + topic + " names schema " + id + ", which the registry does not know",
                        failure);
            }
        }
        return new UnreadableRecordException(
                Reason.MALFORMED,
                "a record of " + topic + " is not valid under its schema " + id + ": " + failure.getMessage(),
                failure);
    }
}
