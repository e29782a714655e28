package io.tidegate.coordinator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Settings of a region's coordinator. */
@ConfigMapping(prefix = "tidegate")
public interface CoordinatorSettings {
    /** The region it runs in. */
    String region();

    /** The region of the control plane. */
    String controlPlaneRegion();

    /** How often deadlines and pauses are looked at. */
    @WithDefault("100ms")
    Duration tick();

    /** The schema registry. */
    Registry registry();

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }
}
