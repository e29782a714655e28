package io.tidegate.eventlog;

import io.tidegate.eventlog.Reading.Outcome;
import io.tidegate.observability.LogKey;
import io.tidegate.observability.Metric;
import io.tidegate.observability.Tracing;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import io.tidegate.schemas.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor between bytes: it reads a record, drops what it has heard before, lets {@link #receive} decide, and sends
 * what {@link #send} was given to the sink that bears the topic's name. What cannot be read goes to the topic's dead
 * letters, and so does what {@link #receive} fails at; the next record is processed.
 */
public abstract class LogProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LogProcessor.class);

    private final Reading reading;
    private final Outbox outbox;
    private final String service;
    private final String ledgerName;
    private final Duration tick;

    /** The trace that each aggregate was last heard of under. It may be lost: nothing is decided by it. */
    private final Map<String, String> traces = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // set by init, before anything else is called
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    private byte[] bytes = {};

    /**
     * @param region where it runs
     * @param service the service it belongs to
     * @param ledgerName the store of its {@link Ledger}
     * @param tick how often time is looked at
     */
    protected LogProcessor(RecordCodec codec, String region, String service, String ledgerName, Duration tick) {
        this.reading = new Reading(codec, service);
        this.outbox = new Outbox(codec, "/" + region + "/" + service);
        this.service = service;
        this.ledgerName = ledgerName;
        this.tick = tick;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        this.context = processorContext;
        this.ledger = new Ledger(store(ledgerName));
        open();
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, millis -> timePasses(Instant.ofEpochMilli(millis)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without a place in a topic"));
        var time = Instant.ofEpochMilli(record.timestamp());
        var outcome = reading.read(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.key(),
                record.value(),
                record.headers(),
                time);
        switch (outcome) {
            case Outcome.Unreadable unreadable -> bury(unreadable, time);
            case Outcome.Read(var received) -> {
                bytes = record.value();
                TopicCatalogue.origin(received.topic())
                        .ifPresent(source -> Metric.REPLICATION_LAG.took(source, Duration.between(time, now())));
                try {
                    receiveOnce(received);
                } catch (RegistryUnavailableException | KafkaException passing) {
                    throw passing; // not the record's fault: it is read again
                } catch (RuntimeException fault) {
                    if (!(fault
                            instanceof UnreadableRecordException)) { // that is the record's fault, and has its reason
                        LOG.error("{} failed at a record", service, fault);
                    }
                    bury(reading.failed(received, record.key(), record.value(), record.headers(), fault, time), time);
                }
            }
        }
    }

    private void bury(Outcome.Unreadable unreadable, Instant time) {
        var letter = unreadable.letter();
        Metric.DEAD_LETTERS.count(letter.getCause());
        LOG.warn(
                "dead letter from {}:{}:{}: {}",
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                letter.getMessage());
        forward(outbox.prepare(unreadable.topic(), letter.getTopic(), letter, 0, 0, now()), time);
    }

    private void receiveOnce(Received received) {
        boolean whole = !Topic.of(received.value().getClass()).retention().compact();
        long missing = whole ? ledger.missing(received.topic(), received.key(), received.envelope()) : 0;
        if (!ledger.heed(received.topic(), received.key(), received.envelope())) {
            Metric.DUPLICATES.count(received.topic());
            return;
        }
        if (missing > 0) {
            Metric.GAPS.count(received.topic());
            LOG.warn(
                    "{} records of {} are missing on {} before sequence {} of {}: they were lost on their way, or could not"
                            + " be read",
                    missing,
                    received.envelope().source(),
                    received.topic(),
                    received.envelope().sequence(),
                    received.key());
        }
        LogKey.about(
                Subject.of(received.value(), received.envelope().epoch()), () -> traced(received.envelope(), received));
    }

    /**
     * A record that came with a trace is a part of it, and a command begins one. What comes many times a second without
     * one, such as a sample, makes no spans; what follows from it belongs to the trace of its aggregate.
     */
    private void traced(Envelope envelope, Received received) {
        boolean begins = Topic.of(received.value().getClass()) == Topic.DEPLOYMENT_COMMANDS;
        if (envelope.traceparent().isEmpty() && !begins) {
            concerning(received.key(), () -> receive(received, now()));
            return;
        }
        envelope.traceparent().ifPresent(trace -> traces.put(received.key(), trace));
        Tracing.within(service + " " + received.value().getSchema().getName(), envelope.traceparent(), () -> {
            if (begins) {
                Tracing.current().ifPresent(trace -> traces.put(received.key(), trace));
            }
            receive(received, now());
        });
    }

    /** Does {@code work} under the trace that an aggregate was last heard of under. */
    protected final void concerning(String aggregate, Runnable work) {
        Tracing.under(Optional.ofNullable(traces.get(aggregate)), work);
    }

    /** Fetches the stores. */
    protected abstract void open();

    /** Decides what a record means; refuses one that makes no sense with an {@link UnreadableRecordException}. */
    protected abstract void receive(Received received, Instant now);

    /** Decides what it means that time has passed. */
    protected abstract void timePasses(Instant now);

    /** Sends a record to the topic of its type, under the next sequence of its key. */
    protected final void send(String key, SpecificRecord record, long epoch, Instant at) {
        var topic = Topic.of(record.getClass()).topicName();
        forward(outbox.prepare(key, record, epoch, ledger.next(topic, key), at), at);
    }

    /** The partition of the log that this processor works on. */
    protected final int partition() {
        return context.taskId().partition();
    }

    /** Whether a record was said under a lower epoch than the highest that is known of its key. */
    protected final boolean isOutdated(Received received) {
        return !ledger.obey(received.key(), received.envelope().epoch());
    }

    /** The record that is being received, as it came. */
    protected final byte[] bytes() {
        return bytes;
    }

    /** The task that this processor is a part of. */
    protected final String task() {
        return context.taskId().toString();
    }

    /** A store by its name. */
    protected final <V> KeyValueStore<String, V> store(String name) {
        return context.getStateStore(name);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    /** What is said is committed at once, because others wait for it; what was only heard can wait for the interval. */
    private void forward(ProducerRecord<byte[], byte[]> outgoing, Instant at) {
        context.forward(
                new Record<>(outgoing.key(), outgoing.value(), at.toEpochMilli(), outgoing.headers()),
                outgoing.topic());
        context.commit();
    }
}
