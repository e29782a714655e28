package io.tidegate.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.health.collect.Collector;
import io.tidegate.observability.HealthCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects round after round and writes the samples to the log. */
@ApplicationScoped
class CollectionProcess implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionProcess.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private final Collector collector;
    private final SampleLog samples;
    private final Duration interval;
    private final Clock clock = Clock.systemUTC();
    private volatile Instant lastRound = Instant.EPOCH;

    CollectionProcess(HealthSettings settings, SampleLog samples) {
        this.collector = new Collector(
                settings.collection().targets(),
                settings.collection().metrics(),
                settings.collection().inFlight());
        this.samples = samples;
        this.interval = settings.collection().interval();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a round deals with its own failures
    void start(@Observes StartupEvent event) {
        // Regions that were started together do not ask together.
        long jitter = ThreadLocalRandom.current().nextLong(interval.toMillis());
        rounds.scheduleAtFixedRate(this::round, jitter, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
    }

    private void round() {
        try {
            collector.collect(clock.instant()).forEach(samples::write);
            lastRound = clock.instant();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("a round of collection failed: {}", failure.toString());
        }
    }

    @Override
    public String name() {
        return "collection";
    }

    @Override
    public Result check() {
        return lastRound.isAfter(clock.instant().minus(SILENCE))
                ? Result.healthy(Map.of("last_round", lastRound.toString()))
                : Result.unhealthy("no telemetry was collected since " + lastRound);
    }
}
