package io.tidegate.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.health.collect.Declarations;
import io.tidegate.health.collect.journey.Journey;
import io.tidegate.health.collect.journey.Journeys;
import io.tidegate.health.collect.otlp.OtlpConsumer;
import io.tidegate.health.collect.promql.PromqlCollector;
import io.tidegate.health.collect.promql.Query;
import io.tidegate.observability.HealthCheck;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what collects telemetry from elsewhere than the replicas running, as far as settings want it. */
@ApplicationScoped
class TelemetryProcess implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryProcess.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final HealthSettings settings;
    private final SampleLog samples;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private final Optional<OtlpConsumer> otlp;
    private final Optional<PromqlCollector> promql;
    private final Optional<Journeys> journeys;
    private final Clock clock = Clock.systemUTC();

    TelemetryProcess(
            HealthSettings settings,
            SampleLog samples,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.settings = settings;
        this.samples = samples;
        this.otlp = settings.collection().otlp().topic().map(topic -> otlp(settings, bootstrap, topic, clock));
        this.promql = promql(settings);
        this.journeys = settings.collection()
                .journeys()
                .file()
                .map(file -> new Journeys(
                        Declarations.read(file, Journey.File.class).journeys(),
                        settings.region(),
                        settings.collection().journeys().inFlight(),
                        clock));
    }

    private static OtlpConsumer otlp(HealthSettings settings, String bootstrap, String topic, Clock clock) {
        var wanted = settings.collection().otlp();
        return new OtlpConsumer(
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "tidegate-otlp-" + settings.region(),
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "latest",
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                SampleLog.producer(bootstrap),
                new RegistryCodec(settings.registry().url().toString()),
                topic,
                settings.region(),
                wanted.estate(),
                wanted.environment(),
                clock);
    }

    private static Optional<PromqlCollector> promql(HealthSettings settings) {
        var wanted = settings.collection().promql();
        if (wanted.url().isPresent() != wanted.queries().isPresent()) {
            throw new IllegalArgumentException(
                    "tidegate.collection.promql has only one of url and queries; wanted are both");
        }
        return wanted.url()
                .map(url -> new PromqlCollector(
                        url,
                        Declarations.read(
                                        wanted.queries()
                                                .map(Path::toAbsolutePath)
                                                .orElseThrow(),
                                        Query.File.class)
                                .queries(),
                        settings.region(),
                        wanted.timeout(),
                        wanted.inFlight()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a round deals with its own failures
    void start(@Observes StartupEvent event) {
        otlp.ifPresent(consumer -> Thread.ofPlatform().name("otlp").start(consumer));
        promql.ifPresent(collector -> {
            long millis = settings.collection().promql().interval().toMillis();
            // Regions that were started together do not ask together.
            long jitter = ThreadLocalRandom.current().nextLong(millis);
            rounds.scheduleAtFixedRate(() -> round(collector), jitter, millis, TimeUnit.MILLISECONDS);
        });
        journeys.ifPresent(all -> all.start(settings.collection().journeys().interval(), samples::write));
    }

    private void round(PromqlCollector collector) {
        try {
            collector.collect(clock.instant()).forEach(samples::write);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("a round of queries failed: {}", failure.toString());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
        otlp.ifPresent(OtlpConsumer::stop);
        promql.ifPresent(PromqlCollector::close);
        journeys.ifPresent(Journeys::close);
    }

    @Override
    public String name() {
        return "telemetry";
    }

    @Override
    public Result check() {
        var lastPoll = otlp.map(OtlpConsumer::lastPoll);
        return lastPoll.isPresent() && lastPoll.get().isBefore(clock.instant().minus(SILENCE))
                ? Result.unhealthy("no metrics were looked for on Kafka since " + lastPoll.get())
                : Result.healthy(Map.of());
    }
}
