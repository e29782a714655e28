package io.tidegate.eventlog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A topology on the bench: records in, records out, and a clock that moves when it is told to. */
public final class Bench implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final RecordCodec codec = new CatalogueCodec();
    private final TopologyTestDriver driver;
    private long sequence;

    /** @param topology made with the codec that it is given */
    public Bench(Function<RecordCodec, Topology> topology) {
        var settings = new Properties();
        settings.put("application.id", "bench");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        driver = new TopologyTestDriver(topology.apply(codec), settings, START);
    }

    /** Writes a record under the next sequence of its source, and returns that sequence. */
    public long send(Topic topic, String key, SpecificRecord record) {
        sequence++;
        send(topic.topicName(), key, record, sequence, Optional.empty());
        return sequence;
    }

    /** Writes a record under this sequence; one that was used before makes it a redelivery; 0 means uncounted. */
    public void send(String topic, String key, SpecificRecord record, long number, Optional<String> traceparent) {
        var envelope = new Envelope(
                topic + "/" + number,
                "/bench/" + topic.substring(topic.indexOf('.') + 1),
                Envelope.typeOf(record.getClass()),
                key,
                START,
                1,
                number,
                traceparent);
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key.getBytes(UTF_8), codec.encode(topic, record), envelope.toHeaders(), START));
    }

    /** Writes what no client of the contract would. */
    public void sendBytes(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key.getBytes(UTF_8), value);
    }

    /** What was written to a topic since it was last read. */
    public List<SpecificRecord> read(String topic) {
        return records(topic).stream()
                .map(record -> codec.decode(topic, record.value()))
                .toList();
    }

    /** The same of one type. */
    public <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        return read(topic.topicName()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** What was written to a topic since it was last read, with its headers. */
    public List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Delivers records as they are, headers included, as replication or a broker would. */
    public void deliver(String topic, List<TestRecord<byte[], byte[]>> records) {
        var input = driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        records.forEach(input::pipeInput);
    }

    /** A store of the topology, to be read. */
    public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    @Override
    public void close() {
        driver.close();
    }
}
