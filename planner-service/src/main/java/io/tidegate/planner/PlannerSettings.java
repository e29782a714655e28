package io.tidegate.planner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Settings of the planner. */
@ConfigMapping(prefix = "tidegate")
public interface PlannerSettings {
    /** The region it runs in. */
    String region();

    /** All regions of the installation. */
    List<String> regions();

    /** The epoch of the control plane; everything it says carries it. */
    @WithDefault("1")
    long epoch();

    /** How often deadlines are looked at. */
    @WithDefault("200ms")
    Duration tick();

    /** The schema registry. */
    Registry registry();

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }
}
