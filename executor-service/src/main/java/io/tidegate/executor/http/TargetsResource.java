package io.tidegate.executor.http;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.executor.ExecutorSettings;
import io.tidegate.executor.ExecutorSettings.Kind;
import io.tidegate.executor.kubernetes.PodTargets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Tells the region's health-service which replicas there are; the sandbox, where that is the runtime, tells it itself. */
@ApplicationScoped
@Path("/v1/targets")
public class TargetsResource {
    private final ExecutorSettings settings;
    private final Instance<KubernetesClient> cluster;
    private Optional<PodTargets> targets = Optional.empty();

    TargetsResource(ExecutorSettings settings, Instance<KubernetesClient> cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    void start(@Observes StartupEvent event) {
        if (settings.runtime().kind() == Kind.KUBERNETES) {
            targets = Optional.of(new PodTargets(
                    cluster.get(), settings.runtime().kubernetes().namespace(), settings.region()));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        targets.ifPresent(PodTargets::close);
    }

    /** Every replica that runs. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<PodTargets.Target> list() {
        return targets.orElseThrow(() -> new NotFoundException("the runtime lists its replicas itself"))
                .list();
    }
}
