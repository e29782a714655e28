package io.tidegate.health;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.health.collect.kubernetes.KubernetesCluster;
import io.tidegate.health.collect.kubernetes.KubernetesCollector;
import io.tidegate.health.kafka.WatchedVersions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the cluster that services run in again and again, where settings name one. */
@ApplicationScoped
class ClusterProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterProcess.class);

    private final HealthSettings settings;
    private final SampleLog samples;
    private final Instance<KubernetesClient> client;
    private final KafkaStreams streams;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final Clock clock = Clock.systemUTC();
    private Optional<KubernetesCluster> cluster = Optional.empty();

    /** @param client asked for only where there is a cluster */
    ClusterProcess(
            HealthSettings settings, SampleLog samples, Instance<KubernetesClient> client, KafkaStreams streams) {
        this.settings = settings;
        this.samples = samples;
        this.client = client;
        this.streams = streams;
    }

    void start(@Observes StartupEvent event) {
        settings.collection().kubernetes().namespace().ifPresent(this::start);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a look deals with its own failures
    private void start(String namespace) {
        var wanted = settings.collection().kubernetes();
        var reached = new KubernetesCluster(
                client.get().getConfiguration(), namespace, settings.region(), wanted.nodes(), wanted.timeout());
        cluster = Optional.of(reached);
        var collector = new KubernetesCollector(
                reached,
                settings.region(),
                WatchedVersions.of(streams, settings.region()),
                wanted.interval(),
                wanted.watchedInterval(),
                clock.instant().plus(chance(wanted.interval())));
        // More often than it is time to, or a look that begins a moment early would be put off by as much again.
        long millis = Math.max(1, wanted.watchedInterval().toMillis() / 4);
        // One after the other, so that an API server that is slow is not asked more and more.
        looks.scheduleWithFixedDelay(
                () -> look(collector), chance(wanted.watchedInterval()).toMillis(), millis, TimeUnit.MILLISECONDS);
    }

    /** Regions that were started together do not ask together. */
    private static Duration chance(Duration most) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis()));
    }

    private void look(KubernetesCollector collector) {
        try {
            collector.collect(clock.instant()).forEach(samples::write);
        } catch (RuntimeException failure) {
            LOG.warn("a look at the cluster failed: {}", failure.toString());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        looks.shutdownNow();
        cluster.ifPresent(KubernetesCluster::close);
    }
}
