package io.tidegate.executor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Settings of a region's executor. */
@ConfigMapping(prefix = "tidegate")
public interface ExecutorSettings {
    /** The region it runs in. */
    String region();

    /** The schema registry. */
    Registry registry();

    /** What it does steps on. */
    RuntimeSettings runtime();

    /**
     * How services of other regions are reached, for the validation of connectivity: {@code REGION=ADDRESS} each. An address
     * is a template such as {@code https://{service}.{environment}.eu.example}, with {@code {estate}} if need be.
     */
    Optional<List<String>> reach();

    /** The schema registry. */
    interface Registry {
        /** Its own API, such as {@code http://127.0.0.1:8081/apis/registry/v3}. */
        URI url();
    }

    /** What it does steps on. */
    interface RuntimeSettings {
        /** Which adapter. */
        Kind kind();

        /** The sandbox, where that is the kind. */
        Sandbox sandbox();

        /** The cluster, where that is the kind. */
        Kubernetes kubernetes();
    }

    /** Which adapter. */
    enum Kind {
        SANDBOX,
        KUBERNETES
    }

    /** The sandbox. */
    interface Sandbox {
        /** Its interface. */
        @WithDefault("http://127.0.0.1:7070")
        URI url();
    }

    /** The cluster; how it is reached is said by {@code quarkus.kubernetes-client.*}. */
    interface Kubernetes {
        /** The namespace that workloads go to. */
        @WithDefault("default")
        String namespace();

        /** The Gateway that routes hang on, in the same namespace. */
        @WithDefault("tidegate")
        String gateway();

        /** What the host name of a service on the Gateway ends in: {@code SERVICE--ENVIRONMENT--ESTATE.DOMAIN}. */
        @WithDefault("tidegate.internal")
        String domain();
    }
}
