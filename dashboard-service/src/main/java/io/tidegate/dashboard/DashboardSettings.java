package io.tidegate.dashboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Settings of the dashboard-service. */
@ConfigMapping(prefix = "tidegate")
public interface DashboardSettings {
    /** The region it runs in: the control plane's, where all that it serves is told. */
    String region();

    /** All regions of the installation. */
    List<String> regions();

    /** The regions whose planner may lead. */
    List<String> controlPlaneRegions();

    /** The schema registry. */
    Registry registry();

    /** What is kept in memory. */
    Kept kept();

    /** Streams of states. */
    Stream stream();

    /** The audit. */
    Audit audit();

    /** How long an order may take to be written before it is said that the log does not answer. */
    @WithDefault("10s")
    Duration publishTimeout();

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }

    /** What is kept in memory. */
    interface Kept {
        /** Of how many deployments, the latest, every decision is kept; states are kept of all. */
        @WithDefault("500")
        int histories();

        /** How many commands are kept, the latest, with what became of them. */
        @WithDefault("10000")
        int commands();

        /** How many states are kept for who follows them; who was away for longer is told from the log. */
        @WithDefault("5000")
        int states();
    }

    /** Streams of states. */
    interface Stream {
        /** How many may follow at once. */
        @WithDefault("200")
        int followers();

        /** How often a stream says that it is alive when there is nothing to tell. */
        @WithDefault("15s")
        Duration heartbeat();

        /** How long somebody may take to accept what was sent before the connection is dropped. */
        @WithDefault("30s")
        Duration patience();
    }

    /** The audit. */
    interface Audit {
        /** How many lines an export may have at most. */
        @WithDefault("20000")
        int lines();
    }
}
