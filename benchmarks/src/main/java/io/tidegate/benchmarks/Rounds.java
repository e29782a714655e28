package io.tidegate.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.benchmarks.Figure.Statistic;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deploys a new version into two regions, one after the other, makes one request in five of it fail in the second, and
 * times how both get back what they had; again and again.
 */
final class Rounds {
    private static final String SERVICE = "pacer";
    private static final double ERRORS = 0.2;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final ObjectNode suite;
    private final String first;
    private final String second;
    private final Round.Target target;

    private final List<Double> firstStep = new ArrayList<>();
    private final List<Double> detected = new ArrayList<>();
    private final List<Double> undone = new ArrayList<>();
    private final List<Double> undoneEverywhere = new ArrayList<>();
    private final List<Double> backHere = new ArrayList<>();
    private final List<Double> backThere = new ArrayList<>();

    /**
     * @param first the control plane's region, which is deployed first
     * @param second where the version turns bad
     */
    Rounds(ObjectNode suite, String first, String second) {
        this.suite = suite;
        this.first = first;
        this.second = second;
        this.target = new Round.Target("benchmarks", SERVICE, estateFile(), LONGEST);
    }

    /** What the rounds deploy. */
    static String estateFile() {
        try (var text = Rounds.class.getResourceAsStream("rounds.yaml")) {
            if (text == null) {
                throw new IllegalStateException("rounds.yaml is missing from the benchmark's jar; build it anew");
            }
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Figure> measure(int rounds, Consumer<String> teller) throws IOException, InterruptedException {
        try (var log = new RegionLog(suite, first);
                var tail = log.tail(
                        Topic.STEP_REQUESTS.topicName(),
                        Topic.DEPLOYMENT_STATUS.topicName(),
                        Topic.HEALTH_VERDICTS.replicaName(second))) {
            var begin = new Round(tail, target, "1.0.0");
            begin.request(log);
            begin.until(begin::completed, "complete");
            for (int number = 1; number <= rounds; number++) {
                play(log, new Round(tail, target, "1." + number + ".0"));
                teller.accept("round %d of %d: undone %.2f s after the onset"
                        .formatted(number, rounds, undoneEverywhere.getLast()));
            }
        }
        return List.of(
                Figure.of("command to first step", "ms", new Distribution(firstStep)),
                Figure.of("20 % errors: onset to verdict", "s", new Distribution(detected)),
                Figure.of("20 % errors: onset to undone, same region", "s", new Distribution(undone)),
                Figure.of("20 % errors: onset to undone, both regions", "s", new Distribution(undoneEverywhere))
                        .within(Statistic.MAX, 15),
                Figure.of("verdict to traffic back, same region", "ms", new Distribution(backHere))
                        .within(Statistic.P99, 1000),
                Figure.of("verdict to traffic back, other region", "ms", new Distribution(backThere))
                        .within(Statistic.P99, 1000));
    }

    private void play(RegionLog log, Round round) throws IOException, InterruptedException {
        var here = new SandboxClient(suite, second);
        var there = new SandboxClient(suite, first);
        round.request(log);
        firstStep.add(millis(round.requested(), round.until(round::stepped, "ask for its first step")));
        round.until(() -> here.weight(SERVICE, round.version()) > 0, "reach " + second);
        var onset = Instant.now();
        here.fail(SERVICE, round.version(), ERRORS);
        var back = new Back(here, there, round.version());
        round.until(back::everywhere, "get back what was there");
        round.until(round::rolledBack, "roll back");
        here.heal(SERVICE);
        var verdict = round.verdict();
        detected.add(millis(onset, verdict) / 1000);
        var backInSecond = back.here.orElseThrow();
        var backInFirst = back.there.orElseThrow();
        undone.add(millis(onset, backInSecond) / 1000);
        undoneEverywhere.add(Math.max(millis(onset, backInSecond), millis(onset, backInFirst)) / 1000);
        backHere.add(millis(verdict, backInSecond));
        backThere.add(millis(verdict, backInFirst));
    }

    /** When each region's traffic was seen to be back. */
    private static final class Back {
        private final SandboxClient hereClient;
        private final SandboxClient thereClient;
        private final String version;
        private Optional<Instant> here = Optional.empty();
        private Optional<Instant> there = Optional.empty();

        Back(SandboxClient here, SandboxClient there, String version) {
            this.hereClient = here;
            this.thereClient = there;
            this.version = version;
        }

        boolean everywhere() throws IOException, InterruptedException {
            if (here.isEmpty() && hereClient.weight(SERVICE, version) == 0) {
                here = Optional.of(Instant.now());
            }
            if (there.isEmpty() && thereClient.weight(SERVICE, version) == 0) {
                there = Optional.of(Instant.now());
            }
            return here.isPresent() && there.isPresent();
        }
    }

    static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
