package io.tidegate.health.collect.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidegate.estate.HttpTest;
import io.tidegate.health.collect.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One journey from its first step to its last, or to the first that goes wrong. Redirects are answers. What cannot be reached
 * is unknown, since that is as often the network as the service; what does not answer in time has failed.
 */
final class Walk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXCERPT = 120;

    private final HttpClient http;
    private final Journey journey;
    private final Map<String, String> values = new HashMap<>();

    /** How a journey ended, and of which version it was, as far as that was found out. */
    record Arrival(Outcome outcome, String version, String message) {}

    /** How something ended. */
    enum Outcome {
        PASSED,
        FAILED,
        UNKNOWN
    }

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Wrong(Outcome outcome, String message) {
            super(message);
            this.outcome = outcome;
        }
    }

    private record Answer(HttpResponse<byte[]> response, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException none) {
                return MissingNode.getInstance();
            }
        }

        String begins() {
            return "it begins '"
                    + text.substring(0, Math.min(EXCERPT, text.length())).strip() + "'";
        }
    }

    Walk(HttpClient http, Journey journey) {
        this.http = http;
        this.journey = journey;
    }

    Arrival make() throws InterruptedException {
        for (Journey.Step step : journey.steps()) {
            try {
                make(step);
            } catch (Wrong wrong) {
                return new Arrival(
                        wrong.outcome, version(), "step '" + step.test().name() + "': " + wrong.getMessage());
            }
        }
        return new Arrival(Outcome.PASSED, version(), "");
    }

    private void make(Journey.Step step) throws Wrong, InterruptedException {
        var test = step.with(values);
        var answer = send(test);
        var wrong = wrong(test, answer);
        if (!wrong.isEmpty()) {
            throw new Wrong(Outcome.FAILED, String.join(", ", wrong));
        }
        var missing = new ArrayList<String>();
        step.extract().forEach((name, place) -> found(place, answer)
                .ifPresentOrElse(value -> values.put(name, value), () -> missing.add(place)));
        if (!missing.isEmpty()) {
            throw new Wrong(
                    Outcome.FAILED,
                    "nothing is at " + String.join(", ", missing) + " to be extracted; " + answer.begins());
        }
    }

    /** The version that the journey is of; empty while no step has found out which. */
    private String version() {
        var version = journey.version();
        for (var value : values.entrySet()) {
            version = version.replace("${" + value.getKey() + "}", value.getValue());
        }
        return version.contains("${") ? "" : version;
    }

    private Answer send(HttpTest test) throws Wrong, InterruptedException {
        HttpRequest request;
        try {
            var builder = HttpRequest.newBuilder(
                            URI.create(journey.address().toString().replaceFirst("/*$", "") + test.path()))
                    .method(
                            test.method(),
                            test.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(test.body()));
            test.headers().forEach(builder::header);
            request = builder.build();
        } catch (IllegalArgumentException unfit) {
            throw new Wrong(Outcome.FAILED, "it cannot be sent: " + unfit.getMessage());
        }
        var exchange = http.sendAsync(request, head -> new BoundedBody());
        try {
            var response = exchange.get(test.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response, new String(response.body(), UTF_8));
        } catch (TimeoutException late) {
            throw new Wrong(
                    Outcome.FAILED, "no whole answer within " + test.timeout().toMillis() + " ms");
        } catch (ExecutionException unreachable) {
            throw new Wrong(Outcome.UNKNOWN, "it cannot be reached: " + unreachable.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    /** What is not as expected. */
    private static List<String> wrong(HttpTest test, Answer answer) {
        var wanted = test.expectation();
        var wrong = new ArrayList<String>();
        int status = answer.response().statusCode();
        if (status < wanted.lowest() || status > wanted.highest()) {
            wrong.add("status is " + status + "; wanted is " + wanted.lowest()
                    + (wanted.highest() == wanted.lowest() ? "" : " to " + wanted.highest()));
        }
        wanted.headers().forEach((name, value) -> {
            List<String> found = answer.response().headers().allValues(name);
            if (!found.contains(value)) {
                wrong.add("header " + name + " is " + found + "; wanted is '" + value + "'");
            }
        });
        wanted.json().forEach((pointer, value) -> {
            var found = text(answer.json().at(pointer));
            if (found.filter(value::equals).isEmpty()) {
                wrong.add(pointer + " is " + found.orElse("missing") + "; wanted is '" + value + "'");
            }
        });
        for (String text : wanted.texts()) {
            if (!answer.text().contains(text)) {
                wrong.add("the body lacks '" + text + "'; " + answer.begins());
            }
        }
        return wrong;
    }

    private static Optional<String> found(String place, Answer answer) {
        return place.startsWith("header:")
                ? answer.response().headers().firstValue(place.substring("header:".length()))
                : text(answer.json().at(place));
    }

    private static Optional<String> text(JsonNode found) {
        return found.isMissingNode()
                ? Optional.empty()
                : Optional.of(found.isValueNode() ? found.asText() : found.toString());
    }
}
