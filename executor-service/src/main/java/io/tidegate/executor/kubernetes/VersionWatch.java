package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidegate.executor.step.Observation;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.ServiceId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a version's Deployment and pods. A watch that breaks off or expires is opened again from a new list, and what
 * was last seen stands until then: an API server that cannot be reached says nothing of the version.
 */
final class VersionWatch implements Runtime.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(VersionWatch.class);

    private final Consumer<Observation> watcher;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<Pod> pods;
    private @Nullable Observation last;
    private boolean closed;

    VersionWatch(
            KubernetesClient client,
            String namespace,
            ServiceId service,
            String version,
            Consumer<Observation> watcher) {
        this.watcher = watcher;
        var name = Names.ofVersion(service, version);
        this.deployments =
                informer(client.apps().deployments().inNamespace(namespace).withName(name), name);
        this.pods = informer(client.pods().inNamespace(namespace).withLabels(Marks.selecting(service, version)), name);
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> resources, String name) {
        return resources.runnableInformer(0).exceptionHandler((started, failure) -> {
            LOG.warn("the watch of {} is opened again: {}", name, String.valueOf(failure));
            return true;
        });
    }

    VersionWatch start() {
        deployments.addEventHandler(new Telling<>());
        pods.addEventHandler(new Telling<>());
        deployments
                .start()
                .thenAcceptBoth(pods.start(), (listed, alsoListed) -> tell())
                .exceptionally(stopped -> null);
        return this;
    }

    private synchronized void tell() {
        if (closed || !deployments.hasSynced() || !pods.hasSynced()) {
            return;
        }
        var now = deployments.getStore().list().stream()
                .findFirst()
                .map(deployment -> Observations.of(deployment, pods.getStore().list()))
                .orElse(Observation.ABSENT);
        if (!now.equals(last)) {
            last = now;
            watcher.accept(now);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        deployments.stop();
        pods.stop();
    }

    private final class Telling<T> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T resource) {
            tell();
        }

        @Override
        public void onUpdate(T before, T resource) {
            tell();
        }

        @Override
        public void onDelete(T resource, boolean stateUnknown) {
            tell();
        }
    }
}
