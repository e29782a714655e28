package io.tidegate.health.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.eventlog.JsonState;
import io.tidegate.judge.Check;
import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Limits LIMITS = new Limits(
            new Limits.Limit(0.05, Duration.ofMinutes(2)),
            new Limits.Limit(5, Duration.ofMinutes(5)),
            new Limits.Limit(0.95, Duration.ofMinutes(3)),
            new Limits.Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001);

    private static Slice slice(int second, int requests, long errors, double latency) {
        return Slice.of(
                NOON.plusSeconds(second),
                requests,
                errors,
                Sketch.ofValues(Collections.nCopies(requests, latency)),
                LIMITS.p95Seconds().value(),
                Optional.of(0.2));
    }

    private static final List<Check> CHECKS = List.of(new Check("a:80", false, true));

    private static Watch begun() {
        return Watch.begin(
                "d-1",
                "east",
                List.of(new Watch.Wanted("cart", "v2", Optional.of("v1"), List.of(), false)),
                LIMITS,
                List.of());
    }

    private static Watch served(Watch watch, int from, int to, long errorsOfBoth, double latencyOfTheNew) {
        var now = watch;
        for (int second = from; second < to; second++) {
            now = now.sampled("collector", "cart", "v1", slice(second, 20, errorsOfBoth, 0.1), List.of())
                    .sampled("collector", "cart", "v2", slice(second, 20, errorsOfBoth, latencyOfTheNew), List.of());
        }
        return now;
    }

    private static Trial cart(Watch watch) {
        return Optional.ofNullable(watch.subjects().get("cart")).orElseThrow().trial();
    }

    private static Word word(Watch watch, int second) {
        return cart(watch).judge(NOON.plusSeconds(second)).word();
    }

    @Test
    void aVersionSlowerThanTheOneBesideItIsFoundThoughNoLimitIsPassed() {
        var watch = served(begun(), 0, 60, 0, 0.3);
        assertThat(word(watch, 60)).isEqualTo(Word.UNHEALTHY);
        assertThat(cart(watch).condemned().orElseThrow().rule()).isEqualTo("latency-against-baseline");
    }

    @Test
    void whatHitsBothVersionsHoldsTheNewOneAndBlamesNobody() {
        assertThat(word(served(begun(), 0, 60, 6, 0.1), 60)).isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void telemetryThatCannotBeReadIsAnErrorUntilItIsReadAgain() {
        var watch = served(begun(), 0, 20, 0, 0.1)
                .unread("collector", "cart", "v2", NOON.plusSeconds(20), "no answer", List.of());
        assertThat(word(watch, 20)).isEqualTo(Word.ERROR);
        assertThat(word(served(watch, 21, 22, 0, 0.1), 22)).isEqualTo(Word.HEALTHY);
    }

    /** The next sample of any other source used to take it back, a second later. */
    @Test
    void aSourceThatCannotBeReadIsAnErrorThoughAnotherOneIsRead() {
        var watch = served(begun(), 0, 20, 0, 0.1)
                .unread("cluster", "cart", "v2", NOON.plusSeconds(20), "no answer", List.of());
        assertThat(word(served(watch, 20, 30, 0, 0.1), 30)).isEqualTo(Word.ERROR);
        var read = watch.checked("cluster", "cart", "v2", NOON.plusSeconds(21), List.of());
        assertThat(word(served(read, 20, 30, 0, 0.1), 30)).isEqualTo(Word.HEALTHY);
    }

    @Test
    void aRoundOfChecksAloneIsNoSecondInWhichThereWereNoRequests() {
        var watch = served(begun(), 0, 20, 0, 0.1);
        for (int second = 20; second < 40; second++) {
            watch = watch.checked(
                    "cluster", "cart", "v2", NOON.plusSeconds(second), List.of(new Check("pod", true, true)));
        }
        assertThat(word(watch, 40)).isEqualTo(Word.NO_DATA);
        assertThat(cart(watch).slices()).hasSize(20);
    }

    @Test
    void checksAloneCondemnAVersionInUse() {
        var watch = served(begun(), 0, 20, 0, 0.1);
        for (int second = 20; second < 24; second++) {
            watch = watch.checked(
                    "cluster", "cart", "v2", NOON.plusSeconds(second), List.of(new Check("pod", true, false)));
        }
        assertThat(word(watch, 24)).isEqualTo(Word.UNHEALTHY);
    }

    @Test
    void aWatchComesBackFromItsStoreAsItWas() {
        var watch = served(begun(), 0, 60, 1, 0.1)
                .unread("collector", "cart", "v2", NOON.plusSeconds(60), "no answer", CHECKS);
        var serde = JsonState.serde(Watch.class);
        var bytes = serde.serializer().serialize("watches", watch);
        assertThat(serde.deserializer().deserialize("watches", bytes)).isEqualTo(watch);
    }

    @Test
    void aWatchThatWasKeptByAnEarlierReleaseIsReadAndGoesOn() throws IOException {
        var serde = JsonState.serde(Watch.class);
        var json = new ObjectMapper().readTree(serde.serializer().serialize("watches", served(begun(), 0, 20, 0, 0.1)));
        var subject = (ObjectNode) json.at("/subjects/cart");
        subject.remove(List.of("dependsOn", "witness"));
        var trial = (ObjectNode) subject.get("trial");
        trial.remove(List.of("own", "unread"));
        trial.putObject("failing").put("at", NOON.toString()).put("message", "no answer");
        var checks = trial.putObject("checks");
        checks.putObject("inARow").put("collector|a:80", 2);
        checks.putArray("rounds");
        var watch = serde.deserializer().deserialize("watches", json.toString().getBytes(UTF_8));
        assertThat(word(served(watch, 20, 40, 0, 0.1), 40)).isEqualTo(Word.HEALTHY);
    }

    private static Watch silent(Watch watch, String version, int from, int to) {
        var now = watch;
        for (int second = from; second < to; second++) {
            now = now.unread("collector", "cart", version, NOON.plusSeconds(second), "no answer", CHECKS);
        }
        return now;
    }

    /** The checks of a sample without telemetry were not looked at: a dead version stayed an error for ever. */
    @Test
    void aVersionInUseThatStopsAnsweringIsUnhealthyAfterFourFailedChecks() {
        var used = served(begun(), 0, 20, 0, 0.1);
        assertThat(word(silent(used, "v2", 20, 23), 23)).isEqualTo(Word.ERROR);
        var dead = silent(used, "v2", 20, 24);
        assertThat(word(dead, 24)).isEqualTo(Word.UNHEALTHY);
        assertThat(cart(dead).condemned().orElseThrow().rule()).isEqualTo("health-checks");
    }

    @Test
    void aFailedSampleThatIsDeliveredTwiceCountsOnce() {
        var watch = served(begun(), 0, 20, 0, 0.1);
        for (int time = 0; time < 10; time++) {
            watch = silent(watch, "v2", 20, 21);
        }
        assertThat(word(watch, 21)).isEqualTo(Word.ERROR);
    }

    @Test
    void whenTheVersionBeforeStopsAnsweringAsWellNobodyIsBlamed() {
        var watch = served(begun(), 0, 20, 0, 0.1);
        for (int second = 20; second < 40; second++) {
            watch = silent(silent(watch, "v2", second, second + 1), "v1", second, second + 1);
        }
        assertThat(cart(watch).condemned()).isEmpty();
        assertThat(word(silent(watch, "v2", 40, 60), 60))
                .as("only one recovers")
                .isEqualTo(Word.UNHEALTHY);
        assertThat(word(served(watch, 40, 80, 0, 0.1), 80)).as("both recover").isEqualTo(Word.HEALTHY);
    }

    private static final String TEXT = "health-service/prometheus-text";
    private static final String OTLP = "health-service/otlp";

    /** Both versions by these sources, one after the other, each second. */
    private static Watch told(Watch watch, List<String> sources, int from, int to, long errors) {
        var now = watch;
        for (int second = from; second < to; second++) {
            for (String version : List.of("v1", "v2")) {
                for (String source : sources) {
                    now = now.sampled(source, "cart", version, slice(second, 25, errors, 0.1), List.of());
                }
            }
        }
        return now;
    }

    /** Two witnesses of the same errors were twice the evidence. */
    @Test
    void requestsThatTwoSourcesTellCountOnce() {
        var one = cart(told(begun(), List.of(OTLP), 0, 30, 1));
        var two = cart(told(begun(), List.of(OTLP, TEXT), 0, 30, 1));
        assertThat(two.requests()).isEqualTo(one.requests()).isEqualTo(750);
        assertThat(two.tests()).isEqualTo(one.tests());
        var other = cart(told(begun(), List.of(TEXT, OTLP), 0, 30, 1));
        assertThat(other.requests()).isEqualTo(750);
        assertThat(other.tests()).isEqualTo(one.tests());
    }

    /** Replicas that are asked for their health alone told no requests, and made the version before look unused. */
    @Test
    void aSourceOfHealthChecksDoesNotMakeTheVersionBeforeLookUnused() {
        var watch = told(begun(), List.of(OTLP), 0, 60, 0);
        for (int second = 60; second < 120; second++) {
            for (String version : List.of("v1", "v2")) {
                watch = watch.sampled(TEXT, "cart", version, slice(second, 0, 0, 0.1), List.of());
            }
            watch = told(watch, List.of(OTLP), second, second + 1, 1);
            watch = watch.sampled(TEXT, "cart", "v1", slice(second + 1, 0, 0, 0.1), List.of());
        }
        assertThat(cart(watch).condemned()).isEmpty();
    }

    @Test
    void aSecondThatComesLateCountsAndOneAfterTheGraceDoesNot() {
        var inOrder = told(begun(), List.of(OTLP), 0, 30, 0);
        var late =
                told(told(told(begun(), List.of(OTLP), 0, 24, 0), List.of(OTLP), 27, 30, 0), List.of(OTLP), 24, 27, 0);
        assertThat(cart(late).requests()).isEqualTo(cart(inOrder).requests());
        assertThat(cart(late).slices()).isEqualTo(cart(inOrder).slices());
        assertThat(cart(told(told(begun(), List.of(OTLP), 10, 30, 0), List.of(OTLP), 0, 10, 0))
                        .requests())
                .isEqualTo(500);
    }
}
