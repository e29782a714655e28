package io.tidegate.coordinator;

import io.tidegate.coordinator.kafka.CoordinatorTopology;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.apache.kafka.streams.Topology;

/** Hands the topology to Quarkus. */
@ApplicationScoped
final class CoordinatorProducer {
    @Produces
    @ApplicationScoped
    Topology topology(CoordinatorSettings settings) {
        var codec = new RegistryCodec(settings.registry().url().toString());
        return new CoordinatorTopology(
                        codec, settings.region(), settings.controlPlaneRegion(), settings.regions(), settings.tick())
                .get();
    }
}
