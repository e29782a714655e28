package io.tidegate.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

        /**
         * Whether replicas are asked for their metrics; false spares the questions where all services tell their requests
         * otherwise, since of each version one source counts. Their health is asked for in any case.
         */
        @WithDefault("true")
        boolean metrics();

        /** How many questions to replicas may be open at once. */
        @WithDefault("512")
        int inFlight();

        /** Metrics that the OpenTelemetry Collector writes to Kafka. */
        Otlp otlp();

        /** A Prometheus server that is asked. */
        Promql promql();

        /** End-to-end journeys. */
        Journeys journeys();

        /** The cluster that services run in. */
        Kubernetes kubernetes();
    }

    /** Metrics that the OpenTelemetry Collector writes to Kafka. */
    interface Otlp {
        /** The topic that they are read from, such as {@code otlp-metrics}; without it none are read. */
        Optional<String> topic();

        /** The estate of services whose resource has neither {@code tidegate.estate} nor {@code service.namespace}. */
        Optional<String> estate();

        /** The environment of services whose resource has no {@code deployment.environment.name}. */
        Optional<String> environment();
    }

    /** A Prometheus server that is asked. */
    interface Promql {
        /** Its address, such as {@code http://127.0.0.1:9090}; without it none is asked. */
        Optional<URI> url();

        /** A file that declares what is asked about which service; docs/detection.md describes it. */
        Optional<Path> queries();

        /** How often. */
        @WithDefault("15s")
        Duration interval();

        /** How long an answer is awaited. */
        @WithDefault("5s")
        Duration timeout();

        /** How many queries may be open at once. */
        @WithDefault("4")
        int inFlight();
    }

    /** End-to-end journeys. */
    interface Journeys {
        /** A file that declares them; docs/detection.md describes it. Without it there are none. */
        Optional<Path> file();

        /** How often each is made that does not say so itself. */
        @WithDefault("5m")
        Duration interval();

        /** How many may be under way at once. */
        @WithDefault("4")
        int inFlight();
    }

    /** The cluster that services run in; how it is reached is said by {@code quarkus.kubernetes-client.*}. */
    interface Kubernetes {
        /** The namespace that services run in; without it no cluster is looked at. */
        Optional<String> namespace();

        /** Whether nodes are looked at as well, which takes a right over the whole cluster. */
        @WithDefault("true")
        boolean nodes();

        /** How often all services are looked at. */
        @WithDefault("30s")
        Duration interval();

        /** How often those are looked at that a deployment touches. */
        @WithDefault("1s")
        Duration watchedInterval();

        /** How long each answer of the API server is awaited. */
        @WithDefault("5s")
        Duration timeout();
    }
}
