package io.tidegate.planner;

import io.tidegate.planner.kafka.PlannerTopology;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.apache.kafka.streams.Topology;

/** Hands the topology to Quarkus. */
@ApplicationScoped
final class PlannerProducer {
    @Produces
    @ApplicationScoped
    Topology topology(PlannerSettings settings) {
        var codec = new RegistryCodec(settings.registry().url().toString());
        return new PlannerTopology(codec, settings.region(), settings.regions(), settings.epoch(), settings.tick())
                .get();
    }
}
