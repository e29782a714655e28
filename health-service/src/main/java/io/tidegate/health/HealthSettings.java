package io.tidegate.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Settings of a region's health-service. */
@ConfigMapping(prefix = "tidegate")
public interface HealthSettings {
    /** The region it runs in. */
    String region();

    /** The regions whose planner may lead; the first leads at first. */
    List<String> controlPlaneRegions();

    /** How often silence is looked for. */
    @WithDefault("1s")
    Duration tick();

    /** The schema registry. */
    Registry registry();

    /** Where telemetry comes from. */
    Collection collection();

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }

    /** Where telemetry comes from. */
    interface Collection {
        /** Where replicas are listed, in the shape of Prometheus' HTTP service discovery. */
        URI targets();

        /** How often each replica is asked. */
        @WithDefault("1s")
        Duration interval();
    }
}
