package io.tidegate.dashboard.kafka;

import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log from its beginning and goes on for ever, as nobody's member: there is nothing to commit, since all that is
 * made of it is made again at the next start. Where it fails it begins anew; facts that are heard twice change nothing.
 */
public final class LogFeed implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<TopicPartition> partitions;
    private final FactReader reader;
    private final Hearer hearer;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean caughtUp;
    private volatile Optional<Instant> silentSince;
    private volatile Instant probed = Instant.EPOCH;

    /** Who hears of facts, and of records that tell none. */
    @FunctionalInterface
    public interface Hearer {
        void hear(Place place, boolean ofStates, Optional<Fact> fact);
    }

    LogFeed(
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<TopicPartition> partitions,
            FactReader reader,
            Hearer hearer,
            Clock clock) {
        this.consumers = consumers;
        this.partitions = List.copyOf(partitions);
        this.reader = reader;
        this.hearer = hearer;
        this.clock = clock;
        this.silentSince = Optional.of(clock.instant());
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    Optional<Instant> silentSince() {
        return silentSince;
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        boolean stop = false;
        while (!stop) {
            try (var consumer = consumers.get()) {
                follow(consumer);
            } catch (WakeupException end) {
                LOG.debug("woken up to end");
            } catch (KafkaException failure) {
                silent(failure);
            } catch (RuntimeException fault) {
                LOG.error("the log is read again from its beginning after a fault", fault);
            }
            stop = pause();
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var awaited = new HashMap<>(consumer.endOffsets(partitions));
        while (stopped.getCount() > 0) {
            read(consumer);
            if (!caughtUp) {
                awaited.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                caughtUp = awaited.isEmpty();
            }
            probe(consumer);
        }
    }

    /** A consumer is silent about a broker that is; only a question shows whether somebody answers. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        var now = clock.instant();
        if (now.isAfter(probed.plus(PROBE))) {
            try {
                consumer.endOffsets(partitions, PROBE);
                silentSince = Optional.empty();
            } catch (org.apache.kafka.common.errors.TimeoutException silence) {
                silent(silence);
            }
            probed = now;
        }
    }

    private void silent(Exception failure) {
        if (silentSince.isEmpty() || !caughtUp) {
            LOG.warn("the log does not answer: {}", failure.toString());
        }
        if (silentSince.isEmpty()) {
            silentSince = Optional.of(clock.instant());
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        boolean held = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            var partition = new TopicPartition(record.topic(), record.partition());
            if (held) {
                unread.putIfAbsent(partition, record.offset());
                continue;
            }
            try {
                hearer.hear(FactReader.place(record), Topics.tellsStates(record.topic()), reader.read(record));
            } catch (RegistryUnavailableException silence) {
                LOG.warn("the schema registry does not answer: {}", silence.getMessage());
                held = true;
                unread.putIfAbsent(partition, record.offset());
            }
        }
        if (!unread.isEmpty()) {
            unread.forEach(consumer::seek);
            pause();
        }
    }

    /** Waits a while; returns whether it is over. */
    private boolean pause() {
        try {
            return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
