package io.tidegate.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tidegate.coordinator.kafka.CoordinatorTopology;
import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.kafka.HealthTopology;
import io.tidegate.planner.kafka.PlannerTopology;
import io.tidegate.planner.lease.Terms;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One trace holds a deployment together, from its command by way of planner, coordinator and executor, and back. */
final class TraceTest {
    private static final Terms TERMS = new Terms(
            Shop.REGION, Installation.of(List.of(Shop.REGION)), Duration.ofSeconds(2), Duration.ofSeconds(15));

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Bench planner = new Bench(codec -> new PlannerTopology(codec, TERMS, Duration.ofMillis(200)).get());
    private final Bench coordinator = new Bench(codec -> new CoordinatorTopology(
                    codec, Shop.REGION, List.of(Shop.REGION), TERMS.patience(), Duration.ofMillis(100))
            .get());
    private final Bench health = new Bench(
            codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get());
    private final List<TestRecord<byte[], byte[]>> said = new ArrayList<>();

    @BeforeEach
    void recordSpans() {
        GlobalOpenTelemetry.resetForTest();
        OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .buildAndRegisterGlobal();
    }

    @AfterEach
    void close() {
        planner.close();
        coordinator.close();
        health.close();
        GlobalOpenTelemetry.resetForTest();
    }

    /** Carries what was said on a topic to those who read it. */
    private List<TestRecord<byte[], byte[]>> carry(Topic topic, Bench from, Bench... to) {
        var records = from.records(topic.topicName());
        for (Bench reader : to) {
            reader.deliver(topic.topicName(), records);
        }
        said.addAll(records);
        return records;
    }

    private void request() {
        planner.send(
                Topic.DEPLOYMENT_COMMANDS.topicName(),
                Shop.KEY,
                RequestDeployment.newBuilder()
                        .setCommandId("c1")
                        .setDeploymentId("d1")
                        .setEstate("shop")
                        .setEnvironment("production")
                        .setEstateDocument(Shop.DOCUMENT)
                        .setImages(Map.of())
                        .build(),
                0,
                Optional.empty());
        carry(Topic.DEPLOYMENT_EVENTS, planner, coordinator, health);
        carry(Topic.REGION_EVENTS, coordinator, planner);
        carry(Topic.DEPLOYMENT_EVENTS, planner, coordinator, health);
    }

    private static String trace(Headers headers) {
        var header = headers.lastHeader("traceparent");
        assertThat(header).as("a traceparent").isNotNull();
        return new String(header.value(), UTF_8).split("-", -1)[1];
    }

    private List<String> traces() {
        return said.stream().map(record -> trace(record.headers())).distinct().toList();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans.getFinishedSpanItems()));
    }

    @Test
    void aCommandItsStepAndTheStepsOutcomeAreOneTrace() {
        request();
        var steps = carry(Topic.STEP_REQUESTS, coordinator);
        try (var executor = new ExecutorOnTheBench(Shop.REGION)) {
            steps.forEach(executor::deliver);
            await().atMost(Duration.ofSeconds(10)).until(() -> !executor.said().isEmpty());
            said.addAll(executor.said());
            coordinator.deliver(Topic.STEP_EVENTS.topicName(), executor.said());
        }
        carry(Topic.STEP_REQUESTS, coordinator);
        assertThat(said).hasSizeGreaterThanOrEqualTo(5);
        assertThat(traces()).hasSize(1);
        var command = span("planner-service RequestDeployment");
        assertThat(command.getParentSpanContext().isValid())
                .as("the command begins the trace")
                .isFalse();
        assertThat(spans.getFinishedSpanItems())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(command.getTraceId()));
        assertThat(span("executor-service StepRequested").getParentSpanId())
                .isEqualTo(span("region-coordinator WaveStarted").getSpanId());
        assertThat(span("region-coordinator StepSucceeded").getParentSpanId())
                .isEqualTo(span("executor-service StepRequested").getSpanId());
    }

    @Test
    void aVerdictFromTelemetryBelongsToTheTraceOfTheDeploymentItIsAbout() {
        request();
        for (int second = 0; second < 20; second++) {
            health.send(
                    Topic.HEALTH_SAMPLES.topicName(),
                    "east/api",
                    HealthSample.newBuilder()
                            .setEstate("shop")
                            .setEnvironment("production")
                            .setRegion(Shop.REGION)
                            .setService("api")
                            .setVersion("1")
                            .setSecond(Bench.START.plusSeconds(second))
                            .setSource("bench")
                            .setOutcome(SampleOutcome.read)
                            .setRequests(50)
                            .setErrors(25)
                            .build(),
                    0,
                    Optional.empty());
        }
        assertThat(carry(Topic.HEALTH_VERDICTS, health, coordinator)).isNotEmpty();
        assertThat(carry(Topic.REGION_EVENTS, coordinator)).isNotEmpty();
        assertThat(traces()).hasSize(1);
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .as("samples come too often to be spans")
                .doesNotContain("health-service HealthSample");
    }

    @Test
    void whatOnlyTimeBringsAboutBelongsToTheTraceOfTheDeployment() {
        request();
        carry(Topic.STEP_REQUESTS, coordinator);
        coordinator.pass(Duration.ofMinutes(10));
        coordinator.pass(Duration.ofSeconds(5));
        assertThat(carry(Topic.STEP_REQUESTS, coordinator))
                .as("the step is asked for again")
                .isNotEmpty();
        assertThat(traces()).hasSize(1);
    }
}
