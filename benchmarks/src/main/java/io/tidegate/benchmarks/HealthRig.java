package io.tidegate.benchmarks;

import io.tidegate.eventlog.Outbox;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The health-service's topology in its process, its broker in another, and what is written to them and read from them. */
final class HealthRig implements AutoCloseable {
    /** Of the two cores that are used, the one that the topology has for itself. */
    private static final OptionalInt FIRST_CORE = OptionalInt.of(0);

    private static final OptionalInt SECOND_CORE = OptionalInt.of(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final RecordCodec codec = new CatalogueCodec();
    private final Outbox outbox = new Outbox(codec, "/" + Estates.REGION + "/benchmarks");
    private final ScratchFolder scratch;
    private final ScratchBroker broker;
    private final JavaProcess worker;
    private final KafkaProducer<byte[], byte[]> producer;
    private long written;

    private HealthRig(ScratchFolder scratch, ScratchBroker broker, JavaProcess worker) {
        this.scratch = scratch;
        this.broker = broker;
        this.worker = worker;
        this.producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrap(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Starts all of it.
     *
     * @param pinned whether the topology has one core, and the broker another
     * @param options of the topology's Java machine
     */
    static HealthRig start(boolean pinned, List<String> options)
            throws IOException, InterruptedException, ExecutionException {
        var scratch = ScratchFolder.create();
        var broker = ScratchBroker.start(scratch.path(), pinned ? SECOND_CORE : OptionalInt.empty(), Estates.REGION);
        var worker = JavaProcess.start(
                pinned ? FIRST_CORE : OptionalInt.empty(),
                options,
                scratch.path().resolve("worker.err"),
                HealthWorker.class,
                broker.bootstrap(),
                Estates.REGION,
                scratch.path().resolve("streams").toString());
        var rig = new HealthRig(scratch, broker, worker);
        try {
            rig.until(() -> worker.ask("running") > 0);
            return rig;
        } catch (InterruptedException | RuntimeException failure) {
            rig.close();
            throw failure;
        }
    }

    /** Deploys a new version of so many services, all beside the versions before them. */
    @SuppressWarnings("FutureReturnValueIgnored") // flushed, and without a trial nothing is measured
    void deploy(int services) throws InterruptedException {
        for (int first : Estates.firstOfEach(services)) {
            producer.send(
                    outbox.prepare(Estates.aggregate(first), Estates.started(first), 1, first + 1L, Instant.now()));
        }
        producer.flush();
        TimeUnit.SECONDS.sleep(3); // they are read from another topic than the samples, which might overtake them
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who waits for what follows notices
    void write(int service, HealthSample sample) {
        producer.send(outbox.prepare(Estates.key(service), sample, 0, 0, Instant.now()));
        written++;
    }

    /** Both versions of so many services in every second from one to another, the last excluded. */
    void write(Telemetry telemetry, int services, long from, long until) {
        for (long second = from; second < until; second++) {
            for (int service = 0; service < services; service++) {
                for (var version : List.of(Estates.BEFORE, Estates.CANDIDATE)) {
                    var done = telemetry.second(service, version, second, Telemetry.Behaviour.GOOD);
                    write(service, Estates.sample(service, version, second, done));
                }
            }
        }
        producer.flush();
    }

    /** Waits until the topology has read all that was written. */
    void awaitAllRead() throws InterruptedException {
        until(() -> worker.ask("samples") >= written);
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(LONGEST);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "the topology did not get ready within " + LONGEST.toMinutes() + " min");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Reads verdicts from now on, until it is interrupted. */
    Thread listen(Consumer<HealthVerdict> listener) {
        var topic = Topic.HEALTH_VERDICTS.topicName();
        var partitions = IntStream.range(0, Topic.HEALTH_VERDICTS.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy: only now is the end fixed
        return Thread.ofPlatform().name("verdicts").daemon().start(() -> {
            try (consumer) {
                while (!Thread.interrupted()) {
                    for (var record : consumer.poll(Duration.ofMillis(100))) {
                        listener.accept((HealthVerdict) codec.decode(topic, record.value()));
                    }
                }
            } catch (InterruptException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The topology's process. */
    JavaProcess worker() {
        return worker;
    }

    ScratchBroker broker() {
        return broker;
    }

    Path scratch() {
        return scratch.path();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        worker.close();
        broker.close();
        scratch.close();
    }
}
