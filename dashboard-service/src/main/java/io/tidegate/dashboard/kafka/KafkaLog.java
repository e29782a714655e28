package io.tidegate.dashboard.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.dashboard.projection.Position;
import io.tidegate.observability.HealthCheck;
import io.tidegate.observability.Tracing;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The control plane's Kafka: followed from its beginning, read again where somebody was away, written to for orders. */
public final class KafkaLog implements EventLog, HealthCheck, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int READERS = 4;

    private final String bootstrap;
    private final Topics topics;
    private final FactReader reader;
    private final RecordCodec codec;
    private final String source;
    private final Duration publishTimeout;
    private final LogFeed feed;
    private final Producer<byte[], byte[]> producer;
    private final HybridClock clock = new HybridClock(Clock.systemUTC());
    private final Semaphore readers = new Semaphore(READERS, true);

    /** @param hearer is told every fact from the beginning, in one thread */
    public KafkaLog(
            String bootstrap,
            RecordCodec codec,
            String region,
            Installation installation,
            Duration publishTimeout,
            LogFeed.Hearer hearer) {
        this.bootstrap = bootstrap;
        this.topics = new Topics(region, installation);
        this.reader = new FactReader(codec, clock);
        this.codec = codec;
        this.source = "/" + region + "/dashboard-service";
        this.publishTimeout = publishTimeout;
        this.feed = new LogFeed(this::consumer, topics.partitions(Topics.PROJECTED), reader, hearer, Clock.systemUTC());
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "max.request.size",
                        Topic.maxRecordBytes(),
                        "max.block.ms",
                        publishTimeout.toMillis(),
                        "request.timeout.ms",
                        (int) publishTimeout.toMillis(),
                        "delivery.timeout.ms",
                        (int) publishTimeout.toMillis(),
                        "linger.ms",
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Begins to follow. */
    public void start() {
        Thread.ofPlatform().daemon().name("log-feed").start(feed);
    }

    @Override
    public void close() {
        feed.stop();
        producer.close(Duration.ofSeconds(2));
    }

    private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "allow.auto.create.topics",
                        false,
                        "default.api.timeout.ms",
                        (int) ANSWER.toMillis(),
                        "fetch.max.wait.ms",
                        100,
                        "fetch.max.bytes",
                        8 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public boolean isCaughtUp() {
        return feed.isCaughtUp();
    }

    @Override
    public Optional<Instant> silentSince() {
        return feed.silentSince();
    }

    @Override
    public void publish(Order order) {
        try {
            producer.send(record(order)).get(publishTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | RegistryUnavailableException failure) {
            throw new SilentLogException("the command was not written: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SilentLogException("it was interrupted while the command was written", interrupted);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Order order) {
        var command = OrderMapping.toWire(order, clock.next());
        var key = OrderMapping.key(order);
        var topic = Topic.of(command.getClass()).topicName();
        var envelope = new Envelope(
                order.commandId(),
                source,
                Envelope.typeOf(command.getClass()),
                key,
                order.requestedAt(),
                0,
                0,
                Tracing.current());
        return new ProducerRecord<>(
                topic,
                null,
                order.requestedAt().toEpochMilli(),
                key.getBytes(UTF_8),
                codec.encode(topic, command),
                envelope.toHeaders());
    }

    @Override
    public boolean reaches(Position position) {
        var asked = topics.partitions(Topics.STATES);
        try (var consumer = consumer()) {
            return consumer.endOffsets(asked).entrySet().stream()
                    .allMatch(end -> position.next(partition(end.getKey())) <= end.getValue());
        } catch (KafkaException silence) {
            throw new SilentLogException("the log does not answer: " + silence, silence);
        }
    }

    @Override
    public Replayed replay(Position from, Position to, int limit) {
        var ends = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : topics.partitions(Topics.STATES)) {
            if (from.next(partition(partition)) < to.next(partition(partition))) {
                ends.put(partition, to.next(partition(partition)));
            }
        }
        var entries = new ArrayList<Journal.Entry>();
        var read = new ArrayList<Place>();
        boolean all = read(consumer -> ends, from, record -> {
            read.add(FactReader.place(record));
            if (reader.read(record).orElse(null) instanceof Fact.Status status) {
                entries.add(new Journal.Entry(FactReader.place(record), status));
            }
            return entries.size() < limit;
        });
        return new Replayed(entries, all ? from.and(to) : from.after(read));
    }

    @Override
    public void readAll(Consumer<Fact> hearer) {
        read(consumer -> consumer.endOffsets(topics.partitions(Topics.AUDITED)), Position.START, record -> {
            reader.read(record).ifPresent(hearer);
            return true;
        });
    }

    /** Reads up to these ends, partition by partition, or until it is enough; returns whether all was read. */
    private boolean read(
            Function<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>, Map<TopicPartition, Long>> ends,
            Position from,
            Predicate<ConsumerRecord<byte[], byte[]>> reading) {
        readers.acquireUninterruptibly();
        try (var consumer = consumer()) {
            var rest = new HashMap<>(ends.apply(consumer));
            consumer.assign(rest.keySet());
            rest.keySet().forEach(partition -> seek(consumer, partition, from.next(partition(partition))));
            return read(consumer, rest, reading);
        } catch (KafkaException | RegistryUnavailableException silence) {
            throw new SilentLogException("the log does not answer: " + silence, silence);
        } finally {
            readers.release();
        }
    }

    private static boolean read(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> reading) {
        var rest = new HashMap<>(ends);
        var heard = Instant.now();
        rest.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        while (!rest.isEmpty()) {
            var records = consumer.poll(POLL);
            for (var record : records) {
                var end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && !reading.test(record)) {
                    return false;
                }
            }
            boolean nearer = rest.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            heard = nearer || !records.isEmpty() ? Instant.now() : heard;
            if (heard.isBefore(Instant.now().minus(ANSWER))) {
                throw new KafkaException("nothing was read for " + ANSWER.toSeconds() + " s");
            }
        }
        return true;
    }

    private static void seek(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long offset) {
        if (offset == 0) {
            consumer.seekToBeginning(Set.of(partition));
        } else {
            consumer.seek(partition, offset);
        }
    }

    private static Place.Partition partition(TopicPartition partition) {
        return new Place.Partition(partition.topic(), partition.partition());
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Result check() {
        var silence = silentSince();
        if (silence.isPresent()) {
            return Result.unhealthy("the log does not answer since " + silence.get());
        }
        return isCaughtUp()
                ? Result.healthy(Map.of("caught_up", true))
                : Result.unhealthy("the log is still being read from its beginning");
    }
}
