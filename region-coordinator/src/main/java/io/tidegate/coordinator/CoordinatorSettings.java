package io.tidegate.coordinator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Settings of a region's coordinator. */
@ConfigMapping(prefix = "tidegate")
public interface CoordinatorSettings {
    /** The region it runs in. */
    String region();

    /** The regions whose planner may lead; the first leads at first. */
    List<String> controlPlaneRegions();

    /** How long the planner that leads may be silent until this region says so; a standby waits a little longer. */
    @WithDefault("11s")
    Duration patience();

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
