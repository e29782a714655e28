package io.tidegate.executor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.estate.HttpTest;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.validation.Addresses;
import io.tidegate.executor.validation.Addresses.NoAddress;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Answer.Outcome;
import io.tidegate.executor.validation.Answer.Tested;
import io.tidegate.executor.validation.Examiner;
import io.tidegate.executor.validation.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the requests of a suite, one after the other as they stand there. Only services of the estate are asked, at the
 * addresses that the installation knows; redirects are answers and not followed.
 */
public final class HttpExaminer implements Examiner, AutoCloseable {
    /** Of a longer answer the rest is not read; what is looked for there is not found. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXCERPT = 120;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Addresses addresses;
    private final Clock clock;

    public HttpExaminer(Addresses addresses, Clock clock) {
        this.addresses = addresses;
        this.clock = clock;
    }

    private record Response(int status, HttpResponse<InputStream> head, String body) {}

    @Override
    public Answer answer(Question question) throws InterruptedException {
        var tested = new ArrayList<Tested>();
        for (HttpTest test : question.validator().tests()) {
            tested.add(tested(question, test));
        }
        return tested.isEmpty() ? Answer.unknown("the suite has no tests") : Answer.of(tested);
    }

    private Tested tested(Question question, HttpTest test) throws InterruptedException {
        var begun = clock.instant();
        var left = Duration.between(begun, question.deadline());
        if (!left.isPositive()) {
            return result(test, Outcome.UNKNOWN, "no time was left for it", begun);
        }
        boolean own = test.timeout().compareTo(left) <= 0;
        try {
            var id = new ServiceId(question.estate(), question.environment(), test.service());
            var response = send(request(test, addresses.of(test.region(), id)), own ? test.timeout() : left);
            var wrong = wrong(test, response);
            return result(test, wrong.isPresent() ? Outcome.FAILED : Outcome.PASSED, wrong.orElse(""), begun);
        } catch (TimeoutException late) {
            return own
                    ? result(
                            test,
                            Outcome.FAILED,
                            "no whole answer within " + test.timeout().toMillis() + " ms",
                            begun)
                    : result(test, Outcome.UNKNOWN, "the validator's deadline came before the answer", begun);
        } catch (NoAddress unknown) {
            return result(test, Outcome.UNKNOWN, String.valueOf(unknown.getMessage()), begun);
        } catch (IOException unreachable) {
            return result(test, Outcome.UNKNOWN, "it cannot be reached: " + unreachable, begun);
        } catch (IllegalArgumentException unfit) {
            return result(test, Outcome.FAILED, "it cannot be sent: " + unfit.getMessage(), begun);
        }
    }

    private Tested result(HttpTest test, Outcome outcome, String message, java.time.Instant begun) {
        return new Tested(
                test.name(),
                test.region(),
                test.service(),
                outcome,
                message,
                Duration.between(begun, clock.instant()).toMillis());
    }

    private static HttpRequest request(HttpTest test, String address) {
        if (!test.path().startsWith("/") || test.path().startsWith("//")) {
            throw new IllegalArgumentException("'" + test.path() + "' is no path of the service");
        }
        var where = URI.create(address + test.path());
        if (!where.getRawAuthority().equals(URI.create(address).getRawAuthority())) {
            throw new IllegalArgumentException("'" + test.path() + "' leads to another host");
        }
        var request = HttpRequest.newBuilder(where)
                .method(
                        test.method(),
                        test.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(test.body()));
        test.headers().forEach(request::header);
        return request.build();
    }

    /** The time is for the whole answer; the client's own would end with its head. */
    private Response send(HttpRequest request, Duration longest)
            throws IOException, TimeoutException, InterruptedException {
        var sent = http.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(HttpExaminer::whole);
        try {
            return sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            var cause =
                    failed.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : failed.getCause();
            throw cause instanceof UncheckedIOException broken
                    ? broken.getCause()
                    : cause instanceof IOException refused ? refused : new IOException(String.valueOf(cause), cause);
        } finally {
            sent.cancel(true);
        }
    }

    private static Response whole(HttpResponse<InputStream> head) {
        try (var body = head.body()) {
            return new Response(
                    head.statusCode(), head, new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is not as expected, if something is not. */
    private static Optional<String> wrong(HttpTest test, Response response) {
        var wanted = test.expectation();
        var wrong = new ArrayList<String>();
        if (response.status() < wanted.lowest() || response.status() > wanted.highest()) {
            wrong.add("status is " + response.status() + "; wanted is " + wanted.lowest()
                    + (wanted.highest() == wanted.lowest() ? "" : " to " + wanted.highest()));
        }
        wanted.headers().forEach((name, value) -> {
            List<String> found = response.head().headers().allValues(name);
            if (!found.contains(value)) {
                wrong.add("header " + name + " is " + found + "; wanted is '" + value + "'");
            }
        });
        if (!wanted.json().isEmpty()) {
            wrong.addAll(wrongJson(test, response.body()));
        }
        for (String text : wanted.texts()) {
            if (!response.body().contains(text)) {
                wrong.add("the body lacks '" + text + "'; it begins '" + excerpt(response.body()) + "'");
            }
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", wrong));
    }

    private static List<String> wrongJson(HttpTest test, String body) {
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return List.of("the body is no JSON; it begins '" + excerpt(body) + "'");
        }
        var wrong = new ArrayList<String>();
        test.expectation().json().forEach((pointer, value) -> {
            var found = document.at(pointer);
            var text = found.isMissingNode() ? "missing" : found.isValueNode() ? found.asText() : found.toString();
            if (found.isMissingNode() || !text.equals(value)) {
                wrong.add(pointer + " is " + text + "; wanted is '" + value + "'");
            }
        });
        return wrong;
    }

    private static String excerpt(String body) {
        return body.substring(0, Math.min(EXCERPT, body.length())).strip();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
