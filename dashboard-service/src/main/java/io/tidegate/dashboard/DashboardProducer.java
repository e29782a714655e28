package io.tidegate.dashboard;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.dashboard.http.AuditResource;
import io.tidegate.dashboard.http.Served;
import io.tidegate.dashboard.http.Streams;
import io.tidegate.dashboard.kafka.KafkaLog;
import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Projection;
import io.tidegate.observability.KnownKeys;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts log, projection and streams together. */
@ApplicationScoped
final class DashboardProducer {
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Config config) {
        KnownKeys.of(DashboardSettings.class).check(config);
    }

    void start(@Observes StartupEvent event, KafkaLog log) {
        log.start();
    }

    void stop(@Observes ShutdownEvent event, KafkaLog log) {
        log.close();
    }

    @Produces
    @Singleton
    Served served(DashboardSettings settings) {
        return new Served(
                new Projection(settings.kept().histories(), settings.kept().commands()),
                new Journal(settings.kept().states()));
    }

    @Produces
    @Singleton
    KafkaLog kafka(
            DashboardSettings settings,
            Served served,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        return new KafkaLog(
                bootstrap,
                new RegistryCodec(settings.registry().url().toString()),
                settings.region(),
                new Installation(settings.regions(), settings.controlPlaneRegions()),
                settings.publishTimeout(),
                served::hear);
    }

    @Produces
    @Singleton
    Streams streams(DashboardSettings settings, Served served, EventLog log) {
        var stream = settings.stream();
        return new Streams(served, log, stream.followers(), stream.heartbeat(), stream.patience());
    }

    @Produces
    @Singleton
    AuditResource.Limit auditLimit(DashboardSettings settings) {
        return new AuditResource.Limit(settings.audit().lines());
    }
}
