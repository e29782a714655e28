package io.tidegate.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.eventlog.Outbox;
import io.tidegate.health.collect.Collector;
import io.tidegate.observability.HealthCheck;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects round after round and writes the samples to the log. */
@ApplicationScoped
class CollectionProcess implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionProcess.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private final Collector collector;
    private final Outbox outbox;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration interval;
    private final Clock clock = Clock.systemUTC();
    private volatile Instant lastRound = Instant.EPOCH;

    CollectionProcess(HealthSettings settings, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.collector = new Collector(settings.collection().targets());
        this.outbox = new Outbox(
                new RegistryCodec(settings.registry().url().toString()),
                "/" + settings.region() + "/health-service/collector");
        this.interval = settings.collection().interval();
        this.producer = new KafkaProducer<>(
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

    @SuppressWarnings("FutureReturnValueIgnored") // a round deals with its own failures
    void start(@Observes StartupEvent event) {
        rounds.scheduleAtFixedRate(this::round, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
        producer.close(Duration.ofSeconds(2));
    }

    private void round() {
        try {
            for (HealthSample sample : collector.collect(clock.instant())) {
                send(sample);
            }
            lastRound = clock.instant();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("a round of collection failed: {}", failure.toString());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of failure
    private void send(HealthSample sample) {
        var key = KeyShape.SERVICE.of(
                sample.getEstate(), sample.getEnvironment(), sample.getRegion(), sample.getService());
        producer.send(outbox.prepare(key, sample, 0, 0, clock.instant()), (written, failure) -> {
            if (failure != null) {
                LOG.warn("a sample of {} was not written: {}", key, failure.toString());
            }
        });
    }

    @Override
    public String name() {
        return "collection";
    }

    @Override
    public Result check() {
        return lastRound.isAfter(clock.instant().minus(SILENCE))
                ? Result.healthy(Map.of("last_round", lastRound.toString()))
                : Result.unhealthy("no telemetry was collected since " + lastRound);
    }
}
