package io.tidegate.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.JsonState;
import io.tidegate.judge.Check;
import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
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
        return Watch.begin("d-1", List.of(new Watch.Wanted("cart", "v2", Optional.of("v1"))), LIMITS);
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

    @Test
    void aWatchComesBackFromItsStoreAsItWas() {
        var watch = served(begun(), 0, 60, 1, 0.1)
                .unread("collector", "cart", "v2", NOON.plusSeconds(60), "no answer", CHECKS);
        var serde = JsonState.serde(Watch.class);
        var bytes = serde.serializer().serialize("watches", watch);
        assertThat(serde.deserializer().deserialize("watches", bytes)).isEqualTo(watch);
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
}
