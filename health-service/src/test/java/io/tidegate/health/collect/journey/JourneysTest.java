package io.tidegate.health.collect.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.health.collect.Declarations;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
final class JourneysTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String BUY = """
        journeys:
          - name: buy
            estate: shop
            environment: test
            service: storefront
            version: "${version}"
            address: http://127.0.0.1:PORT/
            interval: 10s
            steps:
              - name: log in
                method: POST
                path: /login
                headers: {X-Probe: "yes"}
                body: '{"user": "probe"}'
                expect: {status: "200", json: {/ok: "true"}, headers: {X-Version: "2"}}
                extract: {session: /session/id, version: "header:X-Version"}
              - name: look
                path: /carts/${session}?of=${session}
                expect: {status: 200-299, text: ["of s/1 é"], json: {/owner: "${session}"}}
                timeout: 10s
        """;

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private Journeys journeys;
    private volatile int status;
    private volatile String release;
    private volatile String cart;
    private volatile boolean hanging;

    @BeforeEach
    void start() throws IOException {
        status = 200;
        release = "2";
        cart = "{\"owner\": \"s/1 é\", \"say\": \"the cart of s/1 é\"}";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        journeys = new Journeys(List.of(), "east", 2, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        closed.countDown();
        journeys.close();
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = exchange.getRequestURI().toString();
        asked.add(exchange.getRequestMethod() + " " + request + " "
                + exchange.getRequestHeaders().getOrDefault("X-Probe", List.of())
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        boolean isLogin = request.equals("/login");
        if (hanging && !isLogin) {
            try {
                closed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.getResponseHeaders().set("X-Version", release);
        exchange.sendResponseHeaders(isLogin ? 200 : status, 0);
        exchange.getResponseBody()
                .write((isLogin ? "{\"ok\": true, \"session\": {\"id\": \"s/1 é\"}}" : cart).getBytes(UTF_8));
        exchange.close();
    }

    private Journey read(String text) throws IOException {
        var file = folder.resolve("journeys.yaml");
        Files.writeString(
                file, text.replace("PORT", Integer.toString(server.getAddress().getPort())));
        return Declarations.read(file, Journey.File.class).journeys().getFirst();
    }

    private HealthSample made(String text) throws IOException, InterruptedException {
        return journeys.make(read(text)).orElseThrow();
    }

    @Test
    void aJourneyThatArrivesIsAGoodRequestOfTheVersionItFound() throws IOException, InterruptedException {
        var sample = made(BUY);
        assertThat(sample.getMessage()).isEmpty();
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getSource()).isEqualTo("health-service/journeys/buy");
        assertThat(sample.getService() + sample.getVersion() + sample.getRegion())
                .isEqualTo("storefront2east");
        assertThat(sample.getRequests()).isEqualTo(1);
        assertThat(sample.getErrors()).isZero();
        assertThat(sample.getChecks().getFirst().getInstance()).isEqualTo("journey buy");
        assertThat(sample.getChecks().getFirst().getDeep()).isTrue();
        assertThat(asked)
                .containsExactly(
                        "POST /login [yes]{\"user\": \"probe\"}", "GET /carts/s%2F1%20%C3%A9?of=s%2F1%20%C3%A9 []");
    }

    @Test
    void aStepThatGoesWrongEndsItAndSaysAllThatIsWrong() throws IOException, InterruptedException {
        status = 503;
        cart = "sorry";
        var sample = made(BUY);
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getErrors()).isEqualTo(1);
        assertThat(sample.getVersion()).isEqualTo("2");
        assertThat(sample.getChecks().getFirst().getDeep()).isFalse();
        assertThat(sample.getMessage())
                .isEqualTo("step 'look': status is 503; wanted is 200 to 299, /owner is missing; wanted is 's/1 é',"
                        + " the body lacks 'of s/1 é'; it begins 'sorry'");
    }

    private boolean passes(Journeys later, String version, int answered) throws IOException, InterruptedException {
        release = version;
        status = answered;
        var sample = later.make(read(BUY.replace("headers: {X-Version: \"2\"}", "headers: {}")))
                .orElseThrow();
        assertThat(sample.getVersion()).isEqualTo(version);
        return sample.getChecks().getFirst().getDeep();
    }

    /** The failure of the other version was remembered instead, and that of the first never taken back. */
    @Test
    void aFailureIsOverWhenAJourneyArrivesThoughOneOfAnotherVersionFailedInBetween()
            throws IOException, InterruptedException {
        try (var later = new Journeys(List.of(), "east", 2, new TickingClock(new AtomicLong()))) {
            assertThat(passes(later, "2", 503)).isFalse();
            assertThat(passes(later, "1", 503)).isFalse();
            assertThat(passes(later, "2", 200)).isTrue();
        }
    }

    /** What was remembered of failures was lost with the process, and no journey that arrived took them back. */
    @Test
    void aFailureIsOverWhenAJourneyArrivesAfterTheServiceWasStartedAgain() throws IOException, InterruptedException {
        var clock = new TickingClock(new AtomicLong());
        try (var before = new Journeys(List.of(), "east", 2, clock)) {
            assertThat(passes(before, "2", 503)).isFalse();
        }
        try (var after = new Journeys(List.of(), "east", 2, clock)) {
            assertThat(passes(after, "2", 200)).isTrue();
        }
    }

    /** A second later at each look. */
    private static final class TickingClock extends Clock {
        private final AtomicLong time;

        TickingClock(AtomicLong time) {
            this.time = time;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return NOON.plusSeconds(time.incrementAndGet());
        }
    }

    @Test
    void aJourneyThatFailsBeforeItsVersionIsKnownIsOfNoVersion() throws IOException, InterruptedException {
        var sample = made(BUY.replace("header:X-Version", "header:X-Release"));
        assertThat(sample.getErrors()).isEqualTo(1);
        assertThat(sample.getVersion()).isEmpty();
        assertThat(sample.getMessage()).startsWith("step 'log in': nothing is at header:X-Release to be extracted");
    }

    /** It hung on the order in which values were looked for. */
    @Test
    void aValueThatIsMissingLeavesTheOthersKnown() throws IOException, InterruptedException {
        var sample = made(BUY.replace("/session/id", "/session/name"));
        assertThat(sample.getErrors()).isEqualTo(1);
        assertThat(sample.getVersion()).isEqualTo("2");
        assertThat(sample.getMessage()).startsWith("step 'log in': nothing is at /session/name to be extracted");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailure() throws IOException, InterruptedException {
        hanging = true;
        var sample = made(BUY.replace("timeout: 10s", "timeout: 300ms"));
        assertThat(sample.getErrors()).isEqualTo(1);
        assertThat(sample.getMessage()).isEqualTo("step 'look': no whole answer within 300 ms");
    }

    @Test
    void whatCannotBeReachedIsUnknownAndNoFault() throws IOException, InterruptedException {
        var journey = read(BUY);
        server.stop(0);
        var sample = journeys.make(journey).orElseThrow();
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(sample.getRequests()).isZero();
        assertThat(sample.getChecks()).isEmpty();
        assertThat(sample.getMessage()).startsWith("step 'log in': it cannot be reached");
    }

    @Test
    void journeysAreMadeAgainAndAgain() throws IOException {
        var told = new ConcurrentLinkedQueue<HealthSample>();
        try (var often = new Journeys(
                List.of(read(BUY.replace("interval: 10s", "interval: 50ms"))), "east", 2, Clock.systemUTC())) {
            often.start(Duration.ofMinutes(5), told::add);
            Awaitility.await().until(() -> told.size() >= 3);
        }
        assertThat(told).extracting(HealthSample::getSecond).doesNotHaveDuplicates();
    }

    @Test
    void whatAJourneyNeedNotSayIsAsUsual() throws IOException {
        var journey = read("""
            journeys:
              - {name: a, estate: e, environment: v, service: s, address: "http://127.0.0.1:PORT",
                 steps: [{name: one, path: /}]}
            """);
        assertThat(journey.interval()).isEqualTo(Optional.empty());
        assertThat(journey.version()).isEmpty();
        var test = journey.steps().getFirst().test();
        assertThat(test.method()).isEqualTo("GET");
        assertThat(test.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(test.expectation().lowest()).isEqualTo(200);
        assertThat(test.expectation().highest()).isEqualTo(299);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        interval: 10s                   | intervall: 10s           | Unrecognized field "intervall"
        service: storefront             | service: ''              | journey 'buy' lacks 'service'
        name: buy                       | name: "buy it"           | 'buy it' is no name of a journey
        address: http://127.0.0.1:PORT/ | address: ftp://h/        | journey 'buy' lacks 'address'
        interval: 10s                   | name: twice              | Duplicate field 'name'
        interval: 10s                   | interval: soon           | 'soon' is no duration
        interval: 10s                   | interval: 0s             | '0s' is no duration
        path: /login                    | path: //elsewhere/login  | '//elsewhere/login' is no path
        status: "200"                   | status: "good"           | step 'log in' expects status 'good'
        session: /session/id            | session: session.id      | step 'log in' extracts 'session' from 'session.id'
        - name: look                    | - name: ''               | a step lacks 'name'
        """)
    void whatIsWrongInAFileIsSaidWithItsPlace(String right, String wrong, String said) {
        assertThatThrownBy(() -> read(BUY.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journeys.yaml:")
                .hasMessageContaining(said);
    }

    @Test
    void theSameNameTwiceIsAnErrorAndSoIsNone() {
        var one = BUY.substring(BUY.indexOf("  - name: buy"));
        assertThatThrownBy(() -> read(BUY + one)).hasMessageContaining("journey 'buy' stands twice");
        assertThatThrownBy(() -> read("journeys: []")).hasMessageContaining("lacks 'journeys'");
    }
}
