package io.tidegate.health.collect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Prometheus' protobuf format, {@code io.prometheus.client.MetricFamily} each behind its length: the only one with native
 * histograms. It is read field by field by the numbers of its definition, since the classes for it are only published inside
 * of client libraries, in packages that change their names with every release.
 */
final class ProtobufFormat {
    static final String TYPE =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    private final Scrape.Builder scrape;

    private ProtobufFormat(Scrape.Builder scrape) {
        this.scrape = scrape;
    }

    /** Reads all of it, and keeps what is wanted. */
    static Scrape read(byte[] body, Predicate<String> wanted) {
        var format = new ProtobufFormat(new Scrape.Builder(wanted));
        var in = new ByteArrayInputStream(body);
        try {
            var family = UnknownFieldSet.newBuilder();
            while (family.mergeDelimitedFrom(in)) {
                format.family(family.build());
                family.clear();
            }
        } catch (IOException broken) {
            throw new UnreadableTelemetryException("it is no protobuf of metric families: " + broken, broken);
        }
        return format.scrape.build();
    }

    private void family(UnknownFieldSet family) throws InvalidProtocolBufferException {
        var name = text(family, 1);
        for (UnknownFieldSet metric : messages(family, 4)) {
            var labels = new LinkedHashMap<String, String>();
            for (UnknownFieldSet label : messages(metric, 1)) {
                labels.put(text(label, 1), text(label, 2));
            }
            for (int single : new int[] {2, 3, 5}) { // gauge, counter, untyped
                for (UnknownFieldSet value : messages(metric, single)) {
                    scrape.add(name, labels, real(value, 1));
                    if (single == 3) {
                        created(
                                name.endsWith("_total") ? name.substring(0, name.length() - 6) : name,
                                labels,
                                value,
                                3);
                    }
                }
            }
            for (UnknownFieldSet summary : messages(metric, 4)) {
                scrape.add(name + "_count", labels, (double) whole(summary, 1));
                created(name, labels, summary, 4);
            }
            for (UnknownFieldSet histogram : messages(metric, 7)) {
                histogram(name, labels, histogram);
                created(name, labels, histogram, 15);
            }
        }
    }

    private void created(String name, Map<String, String> labels, UnknownFieldSet of, int number)
            throws InvalidProtocolBufferException {
        for (UnknownFieldSet time : messages(of, number)) {
            scrape.add(name + "_created", labels, (double) whole(time, 1) + whole(time, 2) / 1e9);
        }
    }

    private void histogram(String name, Map<String, String> labels, UnknownFieldSet histogram)
            throws InvalidProtocolBufferException {
        double count = Math.max((double) whole(histogram, 1), real(histogram, 4));
        scrape.add(name + "_count", labels, count);
        for (UnknownFieldSet bucket : messages(histogram, 3)) {
            var withBound = new LinkedHashMap<>(labels);
            withBound.put("le", Double.toString(real(bucket, 2)));
            scrape.add(name + "_bucket", withBound, Math.max((double) whole(bucket, 1), real(bucket, 4)));
        }
        boolean isNative = histogram.hasField(12) || histogram.hasField(5);
        if (isNative) {
            scrape.add(name, labels, count, exponential(histogram));
        }
    }

    /** Negative buckets are left out: no request takes less than no time. */
    private static Distribution.Exponential exponential(UnknownFieldSet histogram)
            throws InvalidProtocolBufferException {
        int scale = (int) zigzag(whole(histogram, 5));
        if (scale < -4 || scale > 8) {
            throw new UnreadableTelemetryException("schema " + scale + " of a native histogram is not known");
        }
        var values = values(histogram);
        var counts = new TreeMap<Integer, Double>();
        int index = 0;
        int next = 0;
        for (UnknownFieldSet span : messages(histogram, 12)) {
            index += (int) zigzag(whole(span, 1));
            for (long left = whole(span, 2); left > 0; left--) {
                if (next >= values.size()) {
                    throw new UnreadableTelemetryException("a native histogram has fewer counts than buckets");
                }
                counts.put(index - 1, values.get(next)); // its bucket i ends where ours begins
                index++;
                next++;
            }
        }
        return new Distribution.Exponential(
                scale, counts, Math.max((double) whole(histogram, 7), real(histogram, 8)), 1);
    }

    /** Counts of the positive buckets: as they are, or each as its difference from the one before. */
    private static List<Double> values(UnknownFieldSet histogram) {
        var reals = new ArrayList<Double>();
        histogram.getField(14).getFixed64List().forEach(bits -> reals.add(Double.longBitsToDouble(bits)));
        for (ByteString packed : histogram.getField(14).getLengthDelimitedList()) {
            var buffer = packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.remaining() >= Double.BYTES) {
                reals.add(buffer.getDouble());
            }
        }
        if (!reals.isEmpty()) {
            return reals;
        }
        double count = 0;
        for (long delta : deltas(histogram.getField(13))) {
            count += zigzag(delta);
            reals.add(count);
        }
        return reals;
    }

    private static List<Long> deltas(UnknownFieldSet.Field field) {
        var deltas = new ArrayList<>(field.getVarintList());
        for (ByteString packed : field.getLengthDelimitedList()) {
            var in = packed.newCodedInput();
            try {
                while (!in.isAtEnd()) {
                    deltas.add(in.readRawVarint64());
                }
            } catch (IOException broken) {
                throw new UnreadableTelemetryException("the counts of a native histogram are cut off", broken);
            }
        }
        return deltas;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int number)
            throws InvalidProtocolBufferException {
        var found = new ArrayList<UnknownFieldSet>();
        for (ByteString bytes : in.getField(number).getLengthDelimitedList()) {
            found.add(UnknownFieldSet.parseFrom(bytes));
        }
        return found;
    }

    private static String text(UnknownFieldSet in, int number) {
        var found = in.getField(number).getLengthDelimitedList();
        return found.isEmpty() ? "" : found.getLast().toStringUtf8();
    }

    private static double real(UnknownFieldSet in, int number) {
        var found = in.getField(number).getFixed64List();
        return found.isEmpty() ? 0 : Double.longBitsToDouble(found.getLast());
    }

    private static long whole(UnknownFieldSet in, int number) {
        var found = in.getField(number).getVarintList();
        return found.isEmpty() ? 0 : found.getLast();
    }

    private static long zigzag(long coded) {
        return (coded >>> 1) ^ -(coded & 1);
    }
}
