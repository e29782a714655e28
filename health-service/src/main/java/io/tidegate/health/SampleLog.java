package io.tidegate.health;

import io.quarkus.runtime.ShutdownEvent;
import io.tidegate.health.collect.SampleWriter;
import io.tidegate.health.kafka.JudgedHere;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes samples of what is judged here to the log. */
@ApplicationScoped
class SampleLog {
    private final KafkaProducer<byte[], byte[]> producer;
    private final SampleWriter writer;
    private final Predicate<HealthSample> judgedHere;

    SampleLog(
            HealthSettings settings,
            KafkaStreams streams,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.judgedHere = JudgedHere.by(streams);
        this.producer = producer(bootstrap);
        this.writer = new SampleWriter(
                producer,
                new RegistryCodec(settings.registry().url().toString()),
                "/" + settings.region() + "/health-service/collector",
                Clock.systemUTC());
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** After those who write have stopped. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        producer.close(Duration.ofSeconds(2));
    }

    /** What is lost is lost: counters only grow, and the next sample tells of a new second. */
    @SuppressWarnings("FutureReturnValueIgnored") // the writer says in the log what was not written
    void write(HealthSample sample) {
        if (judgedHere.test(sample)) {
            writer.write(sample);
        }
    }
}
