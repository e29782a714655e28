package io.tidegate.health.collect;

import io.tidegate.eventlog.Outbox;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes samples to the log, and says of each whether it is there. */
public final class SampleWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);

    private final Producer<byte[], byte[]> producer;
    private final Outbox outbox;
    private final Clock clock;

    /** @param source who writes, such as {@code /east/health-service/collector} */
    public SampleWriter(Producer<byte[], byte[]> producer, RecordCodec codec, String source, Clock clock) {
        this.producer = producer;
        this.outbox = new Outbox(codec, source);
        this.clock = clock;
    }

    /** The key under which a sample is written. */
    public static String key(HealthSample sample) {
        return KeyShape.SERVICE.of(
                sample.getEstate(), sample.getEnvironment(), sample.getRegion(), sample.getService());
    }

    /** Writes a sample; true once the brokers have it, false if they do not get it. */
    public CompletableFuture<Boolean> write(HealthSample sample) {
        return write(Topic.HEALTH_SAMPLES.topicName(), key(sample), sample);
    }

    /** The same of a record on a topic of this name. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of failure
    public CompletableFuture<Boolean> write(String topic, String key, SpecificRecord record) {
        var written = new CompletableFuture<Boolean>();
        try {
            producer.send(outbox.prepare(topic, key, record, 0, 0, clock.instant()), (metadata, failure) -> {
                if (failure != null) {
                    LOG.warn("what was heard of {} was not written: {}", key, failure.toString());
                }
                written.complete(failure == null);
            });
        } catch (RegistryUnavailableException | KafkaException silence) {
            LOG.warn("what was heard of {} was not written: {}", key, silence.toString());
            written.complete(false);
        }
        return written;
    }
}
