package io.tidegate.health;

import io.tidegate.eventlog.StreamsHealth;
import io.tidegate.health.kafka.HealthTopology;
import io.tidegate.observability.HealthCheck;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Hands the topology to Quarkus. */
@ApplicationScoped
final class HealthProducer {
    /** Not proxied: Kafka Streams reaches into a topology's fields. */
    @Produces
    @Singleton
    Topology topology(HealthSettings settings) {
        var codec = new RegistryCodec(settings.registry().url().toString());
        return new HealthTopology(codec, settings.region(), settings.controlPlaneRegion(), settings.tick()).get();
    }

    @Produces
    @Singleton
    HealthCheck streams(KafkaStreams streams) {
        return new StreamsHealth(streams::state);
    }
}
