package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegate.estate.HealthSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
final class DeepChecksTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final String PATH = "/works";

    private final DeepChecks checks = new DeepChecks(HttpClient.newHttpClient(), ROUND, new InFlight(8));
    private FakeReplica replica;

    @BeforeEach
    void start() throws IOException {
        replica = new FakeReplica().answering(PATH, "{}");
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    private Target target(Duration interval, Duration timeout) {
        var usual = HealthSettings.SPECIFICATION;
        var health = new HealthSettings(usual.live(), usual.ready(), PATH, usual.metrics(), interval, timeout);
        return new Target(replica.address(), "shop", "test", "east", "cart", "2", health);
    }

    private Optional<String> round(Target target, int second) {
        checks.ask(target, NOON.plusSeconds(second));
        return checks.trouble(target);
    }

    private void answered(Target target, int second, Optional<String> trouble) {
        await().atMost(Duration.ofSeconds(20)).until(() -> round(target, second).equals(trouble));
    }

    @Test
    void aReplicaIsAskedAtItsOwnInterval() {
        var target = target(Duration.ofSeconds(7), Duration.ofSeconds(1));
        for (int second = 0; second < 7; second++) {
            assertThat(round(target, second)).isEmpty();
        }
        assertThat(replica.asked(PATH)).isEqualTo(1);
        round(target, 7);
        assertThat(replica.asked(PATH)).isEqualTo(2);
    }

    @Test
    void aReplicaThatFailsIsAskedEachRoundUntilItIsWell() {
        replica.failing(PATH);
        var target = target(Duration.ofSeconds(7), Duration.ofSeconds(1));
        for (int second = 0; second < 4; second++) {
            assertThat(round(target, second)).contains("/works: status 503");
        }
        assertThat(replica.asked(PATH)).isEqualTo(4);
        replica.answering(PATH, "{}");
        assertThat(round(target, 4)).isEmpty();
        round(target, 5);
        assertThat(replica.asked(PATH)).isEqualTo(5);
    }

    @Test
    void anAnswerMayTakeLongerThanARoundAndWhatWasKnownStandsUntilItComes() {
        var target = target(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(round(target, 0)).isEmpty();

        replica.failing(PATH).holding(PATH);
        for (int second = 1; second < 5; second++) {
            assertThat(round(target, second)).isEmpty();
        }
        assertThat(replica.asked(PATH))
                .as("no second question before the answer")
                .isEqualTo(2);
        replica.letGo(PATH);
        answered(target, 4, Optional.of("/works: status 503"));

        replica.answering(PATH, "{}").holding(PATH);
        for (int second = 5; second < 8; second++) {
            assertThat(round(target, second)).isPresent();
        }
        replica.letGo(PATH);
        answered(target, 7, Optional.empty());
    }

    @Test
    void whoHasNotAnsweredWhenItsTimeIsOverHasFailed() {
        replica.holding(PATH);
        var target = target(Duration.ofSeconds(60), ROUND.multipliedBy(20));
        assertThat(round(target, 0)).as("not asked long enough to say").isEmpty();
        answered(target, 1, Optional.of("/works: no answer"));
    }

    @Test
    void aRoundWaitsOnceForAnAnswerThatTakesLonger() {
        replica.holding(PATH);
        var target = target(Duration.ofSeconds(60), Duration.ofSeconds(30));
        round(target, 0);
        long begun = System.nanoTime();
        for (int second = 1; second < 50; second++) {
            round(target, second);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ROUND.multipliedBy(10));
    }

    @Test
    void aReplicaThatComesBackIsAskedAtOnce() {
        var target = target(Duration.ofSeconds(60), Duration.ofSeconds(1));
        round(target, 0);
        checks.keep(List.of());
        round(target, 1);
        assertThat(replica.asked(PATH)).isEqualTo(2);
    }
}
