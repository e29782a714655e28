package io.tidegate.schemas.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What travels with a record besides its value: CloudEvents attributes in binary mode, the control plane's epoch, and
 * the sequence that the source counts per key.
 *
 * @param id identity of the event, unique within its source
 * @param source who wrote it, such as {@code /us-west-2/region-coordinator}
 * @param type such as {@code io.tidegate.wave_completed.v1}
 * @param subject what it is about: a deployment id, or the record's key
 * @param time when it was written
 * @param epoch the control plane's epoch under which it was decided; 0 where there is none
 * @param sequence counted by the source per key, from 1; 0 where the source does not count
 * @param traceparent W3C trace context, where there is one
 */
public record Envelope(
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        long epoch,
        long sequence,
        Optional<String> traceparent) {

    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String SPECIFICATION = "ce_specversion";
    public static final String EPOCH = "tidegate_epoch";
    public static final String SEQUENCE = "tidegate_sequence";
    public static final String TRACEPARENT = "traceparent";

    public Envelope {
        if (id.isBlank() || source.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException("an event needs an id, a source and a type, but has id '" + id
                    + "', source '" + source + "', type '" + type + "'");
        }
        if (epoch < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " and sequence " + sequence + " must not be negative");
        }
    }

    /** The CloudEvents type of a record: {@code WaveCompleted} becomes {@code io.tidegate.wave_completed.v1}. */
    public static String typeOf(Class<?> recordType) {
        return "io.tidegate." + wordOf(recordType) + ".v1";
    }

    /** A record's name as people and other tools know it: {@code WaveCompleted} becomes {@code wave_completed}. */
    public static String wordOf(Class<?> recordType) {
        return recordType
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** These attributes as headers. */
    public Headers toHeaders() {
        var headers = new RecordHeaders();
        put(headers, SPECIFICATION, "1.0");
        put(headers, ID, id);
        put(headers, SOURCE, source);
        put(headers, TYPE, type);
        put(headers, SUBJECT, subject);
        put(headers, TIME, time.toString());
        put(headers, "content-type", "application/avro");
        put(headers, EPOCH, Long.toString(epoch));
        put(headers, SEQUENCE, Long.toString(sequence));
        traceparent.ifPresent(trace -> put(headers, TRACEPARENT, trace));
        return headers;
    }

    /**
     * The envelope of a record, as far as its headers say; what a foreign client left out gets a plain default.
     *
     * @param fallbackId identity for a record that carries none, such as topic, partition and offset
     */
    public static Envelope read(Headers headers, String fallbackId, Instant recordTime) {
        return new Envelope(
                text(headers, ID).orElse(fallbackId),
                text(headers, SOURCE).orElse("unknown"),
                text(headers, TYPE).orElse("unknown"),
                text(headers, SUBJECT).orElse(""),
                text(headers, TIME).flatMap(Envelope::instant).orElse(recordTime),
                text(headers, EPOCH).map(Envelope::count).orElse(0L),
                text(headers, SEQUENCE).map(Envelope::count).orElse(0L),
                text(headers, TRACEPARENT));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0) {
            return Optional.empty();
        }
        return Optional.of(new String(header.value(), UTF_8)).filter(value -> !value.isBlank());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    private static long count(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
