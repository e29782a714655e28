package io.tidegate.executor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.executor.kafka.AnsweredSteps;
import io.tidegate.executor.kafka.StepConsumer;
import io.tidegate.executor.kubernetes.KubernetesRuntime;
import io.tidegate.executor.kubernetes.Target;
import io.tidegate.executor.sandbox.SandboxRuntime;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.StepRunner;
import io.tidegate.observability.HealthCheck;
import io.tidegate.observability.KnownKeys;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Wires the executor together and keeps it running. */
@ApplicationScoped
class ExecutorProcess implements HealthCheck {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final StepConsumer steps;
    private final Thread thread;

    /** @param cluster asked for only where the runtime is one */
    ExecutorProcess(
            ExecutorSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap,
            Instance<KubernetesClient> cluster) {
        var clock = Clock.systemUTC();
        this.consumer = consumer(bootstrap, group(settings));
        var codec = new RegistryCodec(settings.registry().url().toString());
        this.steps = new StepConsumer(
                consumer,
                producer(bootstrap),
                codec,
                new StepRunner(runtime(settings, cluster, clock), clock),
                new AnsweredSteps(() -> consumer(bootstrap, group(settings)), codec, clock),
                settings.region(),
                clock);
        this.thread = Thread.ofPlatform().name("steps").unstarted(steps);
    }

    private static Runtime runtime(ExecutorSettings settings, Instance<KubernetesClient> cluster, Clock clock) {
        return switch (settings.runtime().kind()) {
            case SANDBOX -> new SandboxRuntime(settings.runtime().sandbox().url());
            case KUBERNETES -> {
                var kubernetes = settings.runtime().kubernetes();
                yield new KubernetesRuntime(
                        cluster.get().getConfiguration(),
                        new Target(kubernetes.namespace(), kubernetes.gateway(), kubernetes.domain()),
                        clock);
            }
        };
    }

    private static String group(ExecutorSettings settings) {
        return "tidegate-executor-" + settings.region();
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        6_000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        2_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Topic.maxDeadLetterBytes()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start(@Observes StartupEvent event, Config config) {
        KnownKeys.of(ExecutorSettings.class).check(config);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        steps.stop();
        thread.join(Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public Result check() {
        var now = Clock.systemUTC().instant();
        if (!thread.isAlive() || steps.lastPoll().isBefore(now.minus(SILENCE))) {
            return Result.unhealthy("no step requests are asked for; last " + steps.lastPoll());
        }
        return inGroup()
                ? Result.healthy(Map.of("last_poll", steps.lastPoll().toString()))
                : Result.unhealthy("Kafka's group coordinator was not heard of for " + SILENCE.toSeconds()
                        + " s; see whether the broker is there");
    }

    /** A consumer that lost its broker goes on polling; only its heartbeat tells. */
    private boolean inGroup() {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                .map(metric -> ((Number) metric.metricValue()).doubleValue())
                .anyMatch(ago -> ago >= 0 && ago <= SILENCE.toSeconds());
    }
}
