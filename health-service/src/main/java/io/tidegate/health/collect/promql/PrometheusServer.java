package io.tidegate.health.collect.promql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.health.collect.BoundedBody;
import io.tidegate.health.collect.UnreadableTelemetryException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Prometheus server, by its HTTP API. What it does not answer, or answers with nothing, is a failure. */
final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI queries;
    private final Duration timeout;
    private final Semaphore free;

    /** One element of an instant vector. */
    record Value(Map<String, String> labels, double value) {}

    PrometheusServer(URI url, Duration timeout, int inFlight) {
        this.queries = URI.create(url.toString().replaceFirst("/*$", "") + "/api/v1/query");
        this.timeout = timeout;
        this.free = new Semaphore(inFlight);
    }

    /** The instant vector that an expression has at present; never an empty one. */
    List<Value> ask(String expression) throws InterruptedException {
        free.acquire();
        try {
            var found = read(send(expression));
            if (found.isEmpty()) {
                throw new UnreadableTelemetryException("it gives no series at all");
            }
            return found;
        } finally {
            free.release();
        }
    }

    private HttpResponse<byte[]> send(String expression) throws InterruptedException {
        var request = HttpRequest.newBuilder(queries)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "query=" + URLEncoder.encode(expression, UTF_8) + "&timeout=" + timeout.toMillis() + "ms"))
                .build();
        var exchange = http.sendAsync(request, head -> new BoundedBody());
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new UnreadableTelemetryException(
                    queries.getAuthority() + " did not answer within " + timeout.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            throw new UnreadableTelemetryException(
                    queries.getAuthority() + " cannot be asked: " + failed.getCause(), failed);
        } finally {
            exchange.cancel(true);
        }
    }

    private List<Value> read(HttpResponse<byte[]> answer) {
        JsonNode document;
        try {
            document = JSON.readTree(answer.body());
        } catch (IOException noJson) {
            throw new UnreadableTelemetryException(
                    queries.getAuthority() + " answers " + answer.statusCode() + ", and not in JSON", noJson);
        }
        if (!document.path("status").asText().equals("success")) {
            throw new UnreadableTelemetryException(queries.getAuthority() + " answers " + answer.statusCode() + ": "
                    + document.path("error").asText("no reason"));
        }
        var kind = document.at("/data/resultType").asText();
        if (!kind.equals("vector")) {
            throw new UnreadableTelemetryException("it gives a " + kind + "; wanted is an instant vector");
        }
        var values = new ArrayList<Value>();
        for (JsonNode element : document.at("/data/result")) {
            var labels = new TreeMap<String, String>();
            element.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            if (element.has("histogram")) {
                throw new UnreadableTelemetryException("it gives native histograms, which are read of replicas alone;"
                        + " wanted are numbers, of a histogram its _bucket series");
            }
            values.add(new Value(labels, number(element.path("value").path(1).asText())));
        }
        return values;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException none) {
                    yield Double.NaN;
                }
            }
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
