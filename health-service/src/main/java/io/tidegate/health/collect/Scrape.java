package io.tidegate.health.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What was read of an exposition, whichever format it had.
 *
 * @param samples its single values, under the names they have in the text formats
 * @param natives its native histograms, which the text formats do not have
 */
public record Scrape(List<Sample> samples, List<Native> natives) {
    /** One value of one series; the value may be no number. */
    public record Sample(String name, Map<String, String> labels, double value) {
        public Sample {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }
    }

    /** A native histogram, under the name of its family. */
    record Native(String name, Map<String, String> labels, double count, Distribution.Exponential distribution) {
        Native {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }
    }

    public Scrape {
        samples = List.copyOf(samples);
        natives = List.copyOf(natives);
    }

    /** Reads what a replica answered: in protobuf, OpenMetrics or Prometheus' text, whichever it says that it is. */
    static Scrape read(String contentType, byte[] body) {
        var type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/vnd.google.protobuf")) {
            return ProtobufFormat.read(body, Exposition.WANTED::contains);
        }
        return TextFormat.read(
                new String(body, UTF_8), type.startsWith("application/openmetrics-text"), Exposition.WANTED::contains);
    }

    /** Puts together what is read piece by piece, and keeps what is wanted of it: replicas have thousands of other series. */
    static final class Builder {
        private final Predicate<String> wanted;
        private final List<Sample> samples = new ArrayList<>();
        private final List<Native> natives = new ArrayList<>();

        /** @param wanted names of samples that are kept */
        Builder(Predicate<String> wanted) {
            this.wanted = wanted;
        }

        void add(String name, Map<String, String> labels, double value) {
            if (wanted.test(name)) {
                samples.add(new Sample(name, labels, value));
            }
        }

        void add(String name, Map<String, String> labels, double count, Distribution.Exponential distribution) {
            natives.add(new Native(name, labels, count, distribution));
        }

        Scrape build() {
            return new Scrape(samples, natives);
        }
    }
}
