package io.tidegate.health.collect.journey;

import io.tidegate.health.collect.Seconds;
import io.tidegate.health.collect.Tally;
import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.journey.Walk.Arrival;
import io.tidegate.health.collect.journey.Walk.Outcome;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes journeys again and again, and tells each as one request of the version it was of, and as a health check that passed or
 * failed. Nothing is remembered of the one before, so what is known of a version is what its own last journey said.
 */
public final class Journeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journeys.class);
    private static final String SOURCE = "health-service/journeys/";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledExecutorService times;
    private final Map<String, Instant> lastSeconds = new ConcurrentHashMap<>();
    private final List<Journey> journeys;
    private final String region;
    private final Clock clock;

    /**
     * @param region the region that they are made in
     * @param inFlight how many may be under way at once
     */
    public Journeys(List<Journey> journeys, String region, int inFlight, Clock clock) {
        this.journeys = List.copyOf(journeys);
        this.region = region;
        this.times =
                Executors.newScheduledThreadPool(inFlight, Thread.ofVirtual().factory());
        this.clock = clock;
    }

    /**
     * Begins to make them, each at its interval, and none at the same moment as all others.
     *
     * @param usual the interval of those that have none of their own
     * @param told what is done with their samples
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a journey deals with its own failures
    public void start(Duration usual, Consumer<HealthSample> told) {
        for (Journey journey : journeys) {
            long millis = journey.interval().orElse(usual).toMillis();
            long jitter = ThreadLocalRandom.current().nextLong(millis);
            times.scheduleWithFixedDelay(() -> make(journey, told), jitter, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void make(Journey journey, Consumer<HealthSample> told) {
        try {
            make(journey).ifPresent(told);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.error("journey {} ended in a fault", journey.name(), fault);
        }
    }

    /** Makes one; a second is told once, so a journey that is made again within one is not told again. */
    Optional<HealthSample> make(Journey journey) throws InterruptedException {
        var arrival = new Walk(http, journey).make();
        if (arrival.outcome() != Outcome.PASSED) {
            Metric.TELEMETRY.count(arrival.outcome() == Outcome.FAILED ? "journey_failed" : "journey_unknown");
            LOG.warn("journey {}: {}", journey.name(), arrival.message());
        }
        var second = Seconds.after(lastSeconds.getOrDefault(journey.name(), Instant.MIN), clock.instant());
        second.ifPresent(now -> lastSeconds.put(journey.name(), now));
        return second.map(now -> sample(journey, arrival, now));
    }

    private HealthSample sample(Journey journey, Arrival arrival, Instant second) {
        var tally = new Tally();
        var version = new Target.Version(
                journey.estate(), journey.environment(), region, journey.service(), arrival.version());
        boolean hasFailed = arrival.outcome() == Outcome.FAILED;
        if (arrival.outcome() != Outcome.UNKNOWN) {
            tally.read();
            tally.add(1, hasFailed ? 1 : 0);
            tally.check(CheckOutcome.newBuilder()
                    .setInstance("journey " + journey.name())
                    .setReady(true)
                    .setDeep(!hasFailed)
                    .setMessage(arrival.message())
                    .build());
        }
        return tally.sample(version, second, SOURCE + journey.name(), Optional.of(arrival.message()));
    }

    @Override
    public void close() {
        times.shutdownNow();
        http.shutdownNow();
    }
}
