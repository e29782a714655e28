package io.tidegate.executor.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.estate.HttpTest;
import io.tidegate.estate.HttpTest.Expectation;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.executor.validation.Addresses.NoAddress;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Answer.Outcome;
import io.tidegate.executor.validation.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpExaminerTest {
    private static final Expectation WELL = new Expectation(200, 200, Map.of(), Map.of(), List.of());

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private HttpExaminer examiner;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, 200, "{\"region\": \"east\", \"replicas\": [3]}"));
        server.createContext(
                "/echo",
                exchange -> answer(
                        exchange,
                        201,
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestHeaders().getFirst("x-token") + " "
                                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().set("location", "/");
            answer(exchange, 302, "");
        });
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            try {
                while (over.getCount() > 0) {
                    exchange.getResponseBody().write(chunk);
                }
            } catch (IOException nobodyReads) {
                exchange.close();
            }
        });
        server.start();
        var address = "http://127.0.0.1:" + server.getAddress().getPort();
        examiner = new HttpExaminer(
                new Reach(
                        "east",
                        service -> {
                            if (service.service().equals("absent")) {
                                throw new NoAddress("no traffic goes to absent");
                            }
                            return service.service().equals("deaf") ? "http://127.0.0.1:1" : address;
                        },
                        Map.of("west", address + "/west/{service}")),
                Clock.systemUTC());
    }

    @AfterEach
    void end() {
        over.countDown();
        examiner.close();
        server.stop(0);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static HttpTest test(String region, String service, String path, Expectation expectation) {
        return new HttpTest("one", region, service, "GET", path, Map.of(), "", expectation, Duration.ofMillis(1500));
    }

    private Answer answer(HttpTest... tests) throws InterruptedException {
        var validator = new Validator(
                Validation.SMOKE, Validator.Means.HTTP, Duration.ofSeconds(20), List.of(tests), Optional.empty(), "");
        return examiner.answer(new Question(
                "d1/east/smoke/1",
                "shop",
                "production",
                "east",
                validator,
                1,
                Clock.systemUTC().instant().plusSeconds(20)));
    }

    @Test
    void aSuiteWhoseAnswersAreAllAsExpectedIsPassed() throws InterruptedException {
        var posted = new HttpTest(
                "posted",
                "east",
                "api",
                "POST",
                "/echo?x=1",
                Map.of("x-token", "t"),
                "hello",
                new Expectation(
                        200, 299, Map.of("Content-Type", "application/json"), Map.of(), List.of("POST t hello")),
                Duration.ofSeconds(5));
        var answer = answer(
                posted,
                test(
                        "east",
                        "api",
                        "/",
                        new Expectation(200, 200, Map.of(), Map.of("/region", "east", "/replicas/0", "3"), List.of())));
        assertThat(answer.message()).isEqualTo("2 of 2 tests passed");
        assertThat(answer.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whatIsNotAsExpectedIsNamedWithWhatWasFound() throws InterruptedException {
        var answer = answer(test(
                "east",
                "api",
                "/",
                new Expectation(
                        204, 204, Map.of("x-none", "1"), Map.of("/region", "west", "/none", ""), List.of("nowhere"))));
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer.message())
                .startsWith("1 of 1 tests failed: 'one' of api in east: status is 200; wanted is 204")
                .contains(
                        "header x-none is []; wanted is '1'",
                        "/region is east; wanted is 'west'",
                        "/none is missing; wanted is ''",
                        "the body lacks 'nowhere'");
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() throws InterruptedException {
        assertThat(answer(test("east", "api", "/away", WELL)).message()).contains("status is 302; wanted is 200");
    }

    @Test
    void anAnswerThatDoesNotEndInTimeHasFailed() throws InterruptedException {
        var answer = answer(test("east", "api", "/half", WELL));
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer.message()).contains("no whole answer within 1500 ms");
    }

    @Test
    void anAnswerThatNeverEndsIsReadUpToALimit() throws InterruptedException {
        assertThat(answer(test("east", "api", "/endless", WELL)).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whatCannotBeReachedIsUnknownAndNotFailed() throws InterruptedException {
        assertThat(answer(test("east", "deaf", "/", WELL), test("east", "api", "/", WELL))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(answer(test("east", "absent", "/", WELL)).message()).contains("no traffic goes to absent");
        assertThat(answer(test("north", "api", "/", WELL)).message())
                .contains("how services of north are reached from east is not configured; add north=ADDRESS");
    }

    @Test
    void anotherRegionIsAskedWhereTheInstallationSaysItIs() throws InterruptedException {
        assertThat(answer(test("west", "api", "/", WELL)).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void noPathLeadsToAnotherHost() throws InterruptedException {
        for (String path : List.of("//elsewhere.example/", "@elsewhere.example/", "")) {
            assertThat(answer(test("east", "api", path, WELL)).message()).contains("is no path of the service");
        }
    }
}
