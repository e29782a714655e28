package io.tidegate.observability.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * What every service answers under {@code /health}, asked over HTTP while no Kafka is there: the specification's format
 * (S11), field by field. A service's own test extends it as a {@code @QuarkusTest}.
 */
public abstract class HealthEndpoints {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> checks;

    /** @param checks the names of the service's checks */
    protected HealthEndpoints(String... checks) {
        this.checks = List.of(checks);
    }

    /** Nothing of ours asks for it by name, so the build must be kept from leaving it out. */
    @Test
    void whatSendsTracesIsThere() {
        assertThat(CDI.current().select(SpanProcessor.class, Any.Literal.INSTANCE))
                .isNotEmpty();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        var body = JSON.readTree(answer.body());
        assertThat(body.fieldNames())
                .toIterable()
                .containsExactly("status", "timestamp", "version", "uptime", "checks", "metrics");
        assertThat(body.path("status").asText()).isIn("healthy", "degraded", "unhealthy");
        assertThat(body.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Duration.between(Instant.parse(body.path("timestamp").asText()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        assertThat(body.path("version").asText()).isNotEmpty();
        assertThat(body.path("uptime").isDouble()).isTrue();
        assertThat(body.path("uptime").asDouble()).isPositive();
        assertThat(body.path("metrics").fieldNames())
                .toIterable()
                .containsExactly("requests_per_second", "error_rate", "cpu_usage", "memory_usage", "disk_usage");
        assertThat(body.path("metrics").path("memory_usage").asDouble()).isBetween(0.1, 100.0);
        assertThat(body.path("metrics").path("disk_usage").asDouble()).isBetween(0.0, 100.0);
        return body;
    }

    @Test
    void liveSaysThatTheProcessAnswers() throws IOException, InterruptedException {
        var answer = get("/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body(answer).path("status").asText()).isEqualTo("healthy");
    }

    @Test
    void readyIsRefusedWhileKafkaIsNotThere() throws IOException, InterruptedException {
        var answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(body(answer).path("status").asText()).isEqualTo("unhealthy");
    }

    @Test
    void deepTellsEveryCheckWithItsStatusTimeAndMessage() throws IOException, InterruptedException {
        var answer = get("/health/deep");
        assertThat(answer.statusCode()).isEqualTo(503);
        var body = body(answer);
        assertThat(body.path("checks").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(checks);
        for (JsonNode check : body.path("checks")) {
            assertThat(check.path("status").asText()).isIn("healthy", "degraded", "unhealthy");
            assertThat(check.path("response_time_ms").isNumber()).isTrue();
            assertThat(check.path("status").asText().equals("healthy")
                            || !check.path("message").asText().isEmpty())
                    .isTrue();
        }
    }

    @Test
    void metricsArePrometheusText() throws IOException, InterruptedException {
        get("/health/live");
        var answer = get("/health/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("# TYPE ", "jvm_memory_used_bytes", "http_server_requests_seconds_count");
    }
}
