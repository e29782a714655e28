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

    /** The regions whose planner may lead; the first leads at first. */
    List<String> controlPlaneRegions();

    /** Who leads. */
    Lease lease();

    /** How often deadlines are looked at. */
    @WithDefault("200ms")
    Duration tick();

    /** The schema registry. */
    Registry registry();

    /** Who leads. */
    interface Lease {
        /** How often the planner that leads says so. */
        @WithDefault("2s")
        Duration interval();

        /** How long it may be silent until a majority of regions lets another one lead. */
        @WithDefault("15s")
        Duration patience();
    }

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }
}
