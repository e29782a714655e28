package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Observation;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Workload;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A namespace of a Kubernetes cluster. Every order first claims the service's stable Service with its fence, so that
 * orders for one service are obeyed in their order whatever they write after it; then each write is fenced again where it
 * happens.
 */
public final class KubernetesRuntime implements Runtime, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final Target target;
    private final Quiet quiet;
    private final Manifests manifests;
    private final FencedResources resources;

    /** @param cluster how the API server is reached; trying again and its pace are this class's own */
    public KubernetesRuntime(Config cluster, Target target, Clock clock) {
        this(cluster, target, clock, PATIENCE);
    }

    /** @param patience how long an answer is waited for */
    KubernetesRuntime(Config cluster, Target target, Clock clock, Duration patience) {
        this.target = target;
        this.quiet = new Quiet(clock);
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster)
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout((int) patience.toMillis())
                        .withConnectionTimeout((int) patience.toMillis())
                        .withWatchReconnectInterval(200)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("quiet", quiet))
                .build();
        this.manifests = new Manifests(target);
        this.resources = new FencedResources(client, target.namespace(), quiet);
    }

    @Override
    public Outcome apply(Workload workload, Fence fence) {
        if (workload.port() < 1 || workload.port() > 65_535) {
            return new Failed(
                    Reason.INVALID,
                    "port " + workload.port() + " of " + workload.service() + " is none; give one from 1 to 65535");
        }
        var name = Names.ofVersion(workload.id(), workload.version());
        return inOrder(
                () -> resources.put(
                        Service.class,
                        Names.ofService(workload.id()),
                        fence,
                        present -> manifests.claimed(present, workload, fence)),
                () -> resources.put(Deployment.class, name, fence, present -> manifests.deployment(workload, fence)),
                () -> resources.put(Service.class, name, fence, present -> manifests.versionService(workload, fence)),
                () -> stillFirst(workload.id(), name, fence));
    }

    /**
     * Takes back what was created after a later order had been obeyed, such as a removal while this process stood still:
     * what is gone bears no fence that could have refused it. What an executor creates and then dies before this stays.
     */
    private Outcome stillFirst(ServiceId service, String name, Fence fence) {
        var overtaken = resources
                .find(Service.class, Names.ofService(service))
                .flatMap(Marks::fence)
                .filter(fence::before);
        if (overtaken.isEmpty()) {
            return new Done(name + " is as wanted");
        }
        return inOrder(
                () -> resources.takeBack(Deployment.class, name, fence),
                () -> resources.takeBack(Service.class, name, fence),
                () -> new Failed(
                        Reason.FENCED,
                        "step " + fence.stepId() + " was overtaken by "
                                + overtaken.get().stepId() + "; what it created was taken back"));
    }

    /** @throws KubernetesClientException where the API server does not say how it is */
    @Override
    public Observation observe(ServiceId service, String version) {
        var name = Names.ofVersion(service, version);
        return resources
                .find(Deployment.class, name)
                .map(deployment -> Observations.of(
                        deployment,
                        client.pods()
                                .inNamespace(target.namespace())
                                .withLabels(Marks.selecting(service, version))
                                .list()
                                .getItems()))
                .orElse(Observation.ABSENT);
    }

    @Override
    public Watch watch(ServiceId service, String version, Consumer<Observation> watcher) {
        return new VersionWatch(client, target.namespace(), service, version, watcher).start();
    }

    @Override
    public Outcome route(ServiceId service, Map<String, Integer> weights, Fence fence) {
        var name = Names.ofService(service);
        var ports = new HashMap<String, Integer>();
        return inOrder(
                () -> claim(service, fence),
                () -> objection(service, weights, ports).orElseGet(() -> new Done("the weights can be")),
                () -> weights.isEmpty()
                        ? resources.delete(HTTPRoute.class, name, fence)
                        : resources.put(
                                HTTPRoute.class,
                                name,
                                fence,
                                present -> manifests.route(service, weights, ports, fence)),
                () -> resources.put(
                        Service.class, name, fence, present -> manifests.stable(present, service, weights, fence)));
    }

    /** Why these weights cannot be, if they cannot; fills in where each version listens. */
    private Optional<Outcome> objection(ServiceId service, Map<String, Integer> weights, Map<String, Integer> ports) {
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        for (var share : weights.entrySet()) {
            var what = "version " + share.getKey() + " of " + service;
            if (share.getValue() < 0) {
                return refused("weight " + share.getValue() + " of " + what + " is negative");
            }
            var deployment = resources.find(Deployment.class, Names.ofVersion(service, share.getKey()));
            if (share.getValue() > 0 && deployment.map(Observations::ready).orElse(0) == 0) {
                return refused(what + " has no ready replica");
            }
            deployment.ifPresent(
                    there -> ports.put(share.getKey(), Manifests.workload(there).port()));
        }
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        return sum == 100 ? Optional.empty() : refused("weights of " + service + " add up to " + sum + ", not 100");
    }

    @Override
    public Outcome scale(ServiceId service, String version, int replicas, Fence fence) {
        var name = Names.ofVersion(service, version);
        return inOrder(
                () -> claim(service, fence),
                () -> {
                    var present = resources.find(Deployment.class, name).map(Manifests::workload);
                    return present.isEmpty()
                            ? new Failed(Reason.INVALID, "there is no " + service + " " + version + " to scale")
                            : resources.put(
                                    Deployment.class,
                                    name,
                                    fence,
                                    there -> manifests.deployment(present.get().withReplicas(replicas), fence));
                },
                () -> stillFirst(service, name, fence));
    }

    @Override
    public Outcome remove(ServiceId service, String version, Fence fence) {
        var name = Names.ofVersion(service, version);
        return inOrder(
                () -> claim(service, fence),
                () -> resources
                        .find(HTTPRoute.class, Names.ofService(service))
                        .filter(route -> Manifests.share(route, service, version) > 0)
                        .flatMap(route -> refused(
                                "traffic still goes to " + service + " " + version + "; route it elsewhere first"))
                        .orElseGet(() -> new Done("no traffic goes there")),
                () -> resources.delete(Deployment.class, name, fence),
                () -> resources.delete(Service.class, name, fence));
    }

    private Outcome claim(ServiceId service, Fence fence) {
        return resources.put(
                Service.class, Names.ofService(service), fence, present -> manifests.claimed(present, service, fence));
    }

    private static Optional<Outcome> refused(String message) {
        return Optional.of(new Failed(Reason.REFUSED, message));
    }

    /** Does one after the other until one is not done. */
    @SafeVarargs
    private Outcome inOrder(Supplier<Outcome>... parts) {
        try {
            Outcome outcome = new Done("nothing to do");
            for (var part : parts) {
                outcome = part.get();
                if (!(outcome instanceof Done)) {
                    return outcome;
                }
            }
            return outcome;
        } catch (KubernetesClientException failure) {
            return Answers.outcome(failure, false, quiet.left()); // thrown by reading; writing tells its own outcome
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
