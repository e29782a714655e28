package io.tidegate.health.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.Journal;
import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.watch.Intervals;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.alert.Standing;
import io.tidegate.judge.signal.Signals;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever opens the stores after another goes on as that one would have. */
final class RestartTest {
    /** A processor over stores that outlive it. */
    private static final class Instance {
        private final RecordCodec codec = new CatalogueCodec();
        private final List<StateStore> stores = List.of(
                JsonState.store(HealthTopology.WATCHES, Watch.class)
                        .withLoggingDisabled()
                        .build(),
                JsonState.store(HealthTopology.INTERVALS, Intervals.class)
                        .withLoggingDisabled()
                        .build(),
                JsonState.store(HealthTopology.STANDINGS, Standing.class)
                        .withLoggingDisabled()
                        .build(),
                JsonState.store(HealthTopology.SIGNALS, Signals.class)
                        .withLoggingDisabled()
                        .build(),
                Journal.store(HealthTopology.JOURNAL).withLoggingDisabled().build(),
                Ledger.store(HealthTopology.LEDGER).withLoggingDisabled().build());
        private final List<SpecificRecord> said = new ArrayList<>();
        private Instant now = Bench.START;
        private MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        private JudgingProcessor processor = opened();

        Instance() {
            stores.forEach(store -> store.init(context.getStateStoreContext(), store));
        }

        private JudgingProcessor opened() {
            return new JudgingProcessor(codec, Shop.REGION, Duration.ofSeconds(1));
        }

        /** Ends, and is there again, with nothing but what the stores have. */
        void restart() {
            context = new MockProcessorContext<>();
            context.setCurrentSystemTimeMs(now.toEpochMilli());
            stores.forEach(context::addStateStore);
            processor = opened();
            processor.init(context);
        }

        void hear(Topic topic, String key, SpecificRecord record) {
            var headers = new Envelope(
                            "sent", "/bench", Envelope.typeOf(record.getClass()), key, now, 1, 0, Optional.empty())
                    .toHeaders();
            context.setRecordMetadata(topic.topicName(), 0, 0);
            processor.process(new Record<>(
                    key.getBytes(UTF_8), codec.encode(topic.topicName(), record), now.toEpochMilli(), headers));
            collect();
        }

        void pass(Instant until) {
            now = until;
            context.setCurrentSystemTimeMs(now.toEpochMilli());
            context.scheduledPunctuators().getFirst().getPunctuator().punctuate(now.toEpochMilli());
            collect();
        }

        private void collect() {
            for (var sent : context.forwarded()) {
                var topic = sent.childName().orElseThrow();
                said.add(codec.decode(topic, sent.record().value()));
            }
            context.resetForwards();
        }
    }

    /** What is said of these samples, each in its second. */
    private static List<SpecificRecord> said(
            Optional<DeploymentStarted> started, List<HealthSample> samples, int restartedEvery) {
        var instance = new Instance();
        instance.restart();
        started.ifPresent(deployment -> instance.hear(Topic.DEPLOYMENT_EVENTS, Shop.KEY, deployment));
        for (int number = 0; number < samples.size(); number++) {
            HealthSample sample = samples.get(number);
            if (sample.getSecond().isAfter(instance.now)) {
                instance.pass(sample.getSecond());
            }
            instance.hear(Topic.HEALTH_SAMPLES, Shop.KEY, sample);
            if (number % restartedEvery == restartedEvery - 1) {
                instance.restart();
            }
        }
        return instance.said;
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void verdictsAreTheSameHoweverOftenItEndsAndBeginsAgain(Trouble trouble) {
        isTheSame(Optional.of(trouble.started()), trouble.samples(new Random(1)));
    }

    @Test
    void alertsAreTheSameHoweverOftenItEndsAndBeginsAgain() {
        isTheSame(
                Optional.empty(),
                IntStream.range(0, 210)
                        .mapToObj(number -> everyTenSeconds(number, number >= 90 && number < 150 ? 20 : 0))
                        .toList());
    }

    private static void isTheSame(Optional<DeploymentStarted> started, List<HealthSample> samples) {
        var expected = said(started, samples, Integer.MAX_VALUE);
        assertThat(expected).isNotEmpty();
        for (int every : new int[] {1, 7, 50}) {
            assertThat(said(started, samples, every)).isEqualTo(expected);
        }
    }

    private static HealthSample everyTenSeconds(int number, long errors) {
        return HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion("1")
                .setSecond(Bench.START.plusSeconds(10L * number))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(200)
                .setErrors(errors)
                .setLatency(List.of(new LatencyBucket(-100, 200L)))
                .build();
    }
}
