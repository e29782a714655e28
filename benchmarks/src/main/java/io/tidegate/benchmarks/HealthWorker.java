package io.tidegate.benchmarks;

import io.tidegate.health.kafka.HealthTopology;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * The health-service's topology on Kafka Streams, set up as every service of Tidegate sets it up, in a process of its own so
 * that its processor time and memory can be told from all others. Answers questions on its standard input.
 */
public final class HealthWorker {
    private static final String PREFIX = "kafka-streams.";

    private HealthWorker() {}

    /** A codec that counts samples as the topology reads them: once for their key, once to judge. */
    private static final class Counting implements RecordCodec {
        private final RecordCodec codec = new CatalogueCodec();
        private final LongAdder samples = new LongAdder();

        @Override
        public byte[] encode(String topic, SpecificRecord record) {
            return codec.encode(topic, record);
        }

        @Override
        public SpecificRecord decode(String topic, byte[] bytes) {
            var record = codec.decode(topic, bytes);
            if (record instanceof HealthSample) {
                samples.increment();
            }
            return record;
        }
    }

    /** Arguments: brokers, region, folder for state. */
    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().getLogger("").setLevel(Level.SEVERE);
        var codec = new Counting();
        var region = arguments[1];
        var settings = settings();
        settings.put("application.id", "tidegate-health-" + region);
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("state.dir", arguments[2]);
        var topology = new HealthTopology(codec, region, List.of(region), Duration.ofSeconds(1)).get();
        try (var streams = new KafkaStreams(topology, settings);
                var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            streams.setUncaughtExceptionHandler(failure -> {
                failure.printStackTrace();
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            for (var question = questions.readLine(); question != null; question = questions.readLine()) {
                double answer =
                        switch (question) {
                            case "samples" -> codec.samples.sum() / 2.0;
                            case "memory" -> Heap.used();
                            case "running" -> streams.state() == KafkaStreams.State.RUNNING ? 1 : 0;
                            default -> throw new IllegalArgumentException("nobody knows " + question);
                        };
                System.out.println(JavaProcess.ANSWER + answer);
            }
        }
    }

    /** What the product sets for all its topologies. */
    static Properties settings() {
        var all = new Properties();
        try {
            var files = HealthWorker.class.getClassLoader().getResources("META-INF/microprofile-config.properties");
            for (var file : Collections.list(files)) {
                var defaults = new Properties();
                try (var text = file.openStream()) {
                    defaults.load(text);
                }
                defaults.stringPropertyNames().stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .forEach(name -> all.put(name.substring(PREFIX.length()), defaults.getProperty(name)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return all;
    }
}
