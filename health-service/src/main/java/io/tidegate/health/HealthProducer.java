package io.tidegate.health;

import io.quarkus.runtime.StartupEvent;
import io.tidegate.eventlog.StartAgain;
import io.tidegate.eventlog.StreamsHealth;
import io.tidegate.health.kafka.HealthTopology;
import io.tidegate.observability.HealthCheck;
import io.tidegate.observability.KnownKeys;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.eclipse.microprofile.config.Config;

/** Hands the topology to Quarkus. */
@ApplicationScoped
final class HealthProducer {
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Config config) {
        KnownKeys.of(HealthSettings.class).check(config);
    }

    /** Not proxied: Kafka Streams reaches into a topology's fields. */
    @Produces
    @Singleton
    Topology topology(HealthSettings settings) {
        var codec = new RegistryCodec(settings.registry().url().toString());
        return new HealthTopology(codec, settings.region(), settings.controlPlaneRegions(), settings.tick()).get();
    }

    @Produces
    @Singleton
    HealthCheck streams(KafkaStreams streams) {
        return new StreamsHealth(streams::state);
    }

    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler startAgain() {
        return new StartAgain();
    }
}
