package io.tidegate.schemas.wire;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A codec whose schema ids come from an Apicurio registry. Schemas are looked up, never registered: that is the work of
 * whoever installs the contract. The registry is asked once for each, and no longer than a quarter of a minute.
 */
public final class RegistryCodec implements RecordCodec {
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AvroKafkaSerializer<SpecificRecord> serializer = new AvroKafkaSerializer<>();
    private final Set<String> answered = new HashSet<>();
    private final Duration patience;

    /** @param registryUrl the registry's own API, such as {@code http://127.0.0.1:8081/apis/registry/v3} */
    public RegistryCodec(String registryUrl) {
        this(registryUrl, PATIENCE);
    }

    /** @param patience how long an answer of the registry is awaited */
    public RegistryCodec(String registryUrl, Duration patience) {
        DecodingLimits.apply();
        this.patience = patience;
        serializer.configure(settings(registryUrl), false);
    }

    private static Map<String, Object> settings(String registryUrl) {
        var settings = new HashMap<String, Object>(Map.of(
                "apicurio.registry.url",
                registryUrl,
                "apicurio.registry.http.adapter",
                "JDK",
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
                600_000));
        // By its subject, not by its content: the text of a schema may differ in spacing from what was registered.
        settings.put("apicurio.registry.find-latest", true);
        return settings;
    }

    /**
     * @throws RegistryUnavailableException if the registry does not answer and has not been asked before
     */
    @Override
    public synchronized byte[] encode(String topic, SpecificRecord record) {
        try {
            return inTime(topic + " " + record.getSchema().getFullName(), () -> serializer.serialize(topic, record));
        } catch (RuntimeException failure) {
            throw silent(failure)
                    ? new RegistryUnavailableException(
                            "the schema registry did not answer for "
                                    + record.getSchema().getName() + " on " + topic,
                            failure)
                    : failure;
        }
    }

    /** The registry's client has no time limit of its own, so what it was not asked before is asked in another thread. */
    private <T> T inTime(String question, Supplier<T> lookup) {
        if (answered.contains(question)) {
            return lookup.get();
        }
        try {
            var found = CompletableFuture.supplyAsync(lookup, asking -> Thread.ofVirtual()
                            .name("registry: " + question)
                            .start(asking))
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            answered.add(question);
            return found;
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException own ? own : failure;
        }
    }

    private static boolean silent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean noAnswer = cause instanceof IOException || cause instanceof TimeoutException;
            if (noAnswer && !(cause instanceof EOFException)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @throws RegistryUnavailableException if the registry does not answer; the bytes may be good
     */
    @Override
    public synchronized SpecificRecord decode(String topic, byte[] bytes) {
        int id = Framing.schemaId(topic, bytes);
        if (id <= 0) { // none that a registry gives out; asking for it is no question
            throw unknown(topic, id, null);
        }
        return Framing.read(topic, bytes, writer(topic, id));
    }

    /** The schema that a record was written with; the registry is asked once for each. */
    private Schema writer(String topic, int id) {
        var reference = ArtifactReference.builder().contentId((long) id).build();
        try {
            return inTime("schema " + id, () -> serializer
                    .getSchemaResolver()
                    .resolveSchemaByArtifactReference(reference)
                    .getParsedSchema()
                    .getParsedSchema());
        } catch (RuntimeException failure) {
            throw classified(topic, id, failure);
        }
    }

    private static UnreadableRecordException unknown(String topic, int id, @Nullable Throwable cause) {
        return new UnreadableRecordException(
                Reason.UNKNOWN_SCHEMA,
                "a record of " + topic + " names schema " + id + ", which the registry does not know",
                cause);
    }

    private static RuntimeException classified(String topic, int id, RuntimeException failure) {
        if (silent(failure)) {
            return new RegistryUnavailableException("the schema registry did not answer for schema " + id, failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException answer && answer.getResponseStatusCode() == NOT_FOUND) {
                return unknown(topic, id, failure);
            }
            if (cause instanceof AvroRuntimeException) {
                return new UnreadableRecordException(
                        Reason.WRONG_TYPE,
                        "a record of " + topic + " names schema " + id + ", which is not Avro",
                        failure);
            }
        }
        return new RegistryUnavailableException("the schema registry did not answer for schema " + id, failure);
    }
}
