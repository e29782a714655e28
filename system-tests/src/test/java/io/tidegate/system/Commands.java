package io.tidegate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RegistryCodec;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Commands about the shop and what else others say, put on Kafka by a client that is not ours, right or wrong.
 *
 * @param bootstrap Kafka of the region where it is said
 */
record Commands(String bootstrap, RegistryCodec codec) {
    static final String TOPIC = Topic.DEPLOYMENT_COMMANDS.topicName();
    static final String KEY = "shop/test";

    RecordMetadata send(SpecificRecord command) {
        return send(KEY, bytes(command));
    }

    /** Says something on the topic of its type. */
    RecordMetadata say(String key, SpecificRecord record) {
        var topic = Topic.of(record.getClass()).topicName();
        return send(topic, key, codec.encode(topic, record));
    }

    RecordMetadata send(@Nullable String key, byte @Nullable [] value) {
        return send(TOPIC, key, value);
    }

    private RecordMetadata send(String topic, @Nullable String key, byte @Nullable [] value) {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value))
                    .get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    byte[] bytes(SpecificRecord command) {
        return codec.encode(TOPIC, command);
    }

    static RequestDeployment request(String deployment, String estate, String document) {
        return RequestDeployment.newBuilder()
                .setCommandId(id())
                .setDeploymentId(deployment)
                .setEstate(estate)
                .setEnvironment("test")
                .setEstateDocument(document)
                .setImages(Map.of())
                .setActor(actor())
                .setRequestedAt(Instant.now())
                .build();
    }

    static String id() {
        return "c-" + UUID.randomUUID();
    }

    static Actor actor() {
        return Actor.newBuilder()
                .setName("somebody")
                .setReason("")
                .setClient("foreign")
                .build();
    }
}
