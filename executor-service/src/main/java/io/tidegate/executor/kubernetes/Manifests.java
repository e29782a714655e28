package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resources of a service as they shall be. Per version a Deployment and a Service of the same name; per service a
 * stable Service, which also remembers the last fence obeyed, and, while traffic flows, an HTTPRoute.
 */
final class Manifests {
    private static final int PORT_BEFORE_ANY_VERSION = 80;

    private final Target target;

    Manifests(Target target) {
        this.target = target;
    }

    Deployment deployment(Workload workload, Fence fence) {
        var name = Names.ofVersion(workload.id(), workload.version());
        return new DeploymentBuilder()
                .withMetadata(metadata(name, versionLabels(workload), remember(workload), fence))
                .withNewSpec()
                .withReplicas(workload.replicas())
                .withRevisionHistoryLimit(1)
                .withNewSelector()
                .withMatchLabels(selecting(workload))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString("25%"))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withMetadata(new ObjectMetaBuilder()
                        .withLabels(versionLabels(workload))
                        // Never the fence: it changes with every order, and a changed template replaces every pod.
                        .withAnnotations(describePods(workload))
                        .build())
                .withSpec(Pods.spec(workload))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** What a Deployment of ours was made from. */
    static Workload workload(Deployment deployment) {
        var container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        return new Workload(
                Marks.annotation(deployment, Marks.ESTATE),
                Marks.annotation(deployment, Marks.ENVIRONMENT),
                Marks.annotation(deployment, Marks.SERVICE),
                Marks.annotation(deployment, Marks.EXACT_VERSION),
                container.getImage(),
                deployment.getSpec().getReplicas(),
                container.getPorts().getFirst().getContainerPort(),
                ContainerResources.read(container, Marks.number(deployment, Marks.STORAGE)),
                HealthMarks.read(deployment));
    }

    Service versionService(Workload workload, Fence fence) {
        var name = Names.ofVersion(workload.id(), workload.version());
        return service(
                metadata(name, versionLabels(workload), describe(workload), fence),
                workload.port(),
                selecting(workload));
    }

    private static Map<String, String> selecting(Workload workload) {
        return Marks.selecting(workload.id(), workload.version());
    }

    /** The stable Service with another fence, and otherwise as it is. */
    Service claimed(Optional<Service> present, ServiceId service, Fence fence) {
        return stable(
                service,
                present.map(Manifests::port).orElse(PORT_BEFORE_ANY_VERSION),
                present.map(Manifests::selector).orElse(Map.of()),
                fence);
    }

    /** The stable Service on the port of a version that is to be there. */
    Service claimed(Optional<Service> present, Workload workload, Fence fence) {
        return stable(
                workload.id(), workload.port(), present.map(Manifests::selector).orElse(Map.of()), fence);
    }

    /**
     * The stable Service in front of the version that has most of the traffic, for clients that no route reaches; without
     * traffic it stands in front of none.
     */
    Service stable(Optional<Service> present, ServiceId service, Map<String, Integer> weights, Fence fence) {
        var most = new TreeMap<>(weights)
                .entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(share -> Marks.selecting(service, share.getKey()));
        return stable(
                service, present.map(Manifests::port).orElse(PORT_BEFORE_ANY_VERSION), most.orElse(Map.of()), fence);
    }

    private Service stable(ServiceId service, int port, Map<String, String> selector, Fence fence) {
        var name = Names.ofService(service);
        return service(metadata(name, serviceLabels(service), Marks.describing(service), fence), port, selector);
    }

    private static Service service(ObjectMeta metadata, int port, Map<String, String> selector) {
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withName(Pods.PORT_NAME)
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(Pods.PORT_NAME))
                .endPort()
                .endSpec()
                .build();
    }

    /** Shares of traffic; {@code ports} says where each version's Service listens. */
    HTTPRoute route(ServiceId service, Map<String, Integer> weights, Map<String, Integer> ports, Fence fence) {
        var name = Names.ofService(service);
        return new HTTPRouteBuilder()
                .withMetadata(metadata(name, serviceLabels(service), Marks.describing(service), fence))
                .withNewSpec()
                .addNewParentRef()
                .withName(target.gateway())
                .endParentRef()
                .withHostnames(name + "." + target.domain())
                .addNewRule()
                .withBackendRefs(new TreeMap<>(weights)
                        .entrySet().stream()
                                .filter(share -> share.getValue() > 0)
                                .map(share -> backend(
                                        Names.ofVersion(service, share.getKey()),
                                        ports.getOrDefault(share.getKey(), PORT_BEFORE_ANY_VERSION),
                                        share.getValue()))
                                .toList())
                .endRule()
                .endSpec()
                .build();
    }

    private static HTTPBackendRef backend(String name, int port, int weight) {
        return new HTTPBackendRefBuilder()
                .withName(name)
                .withPort(port)
                .withWeight(weight)
                .build();
    }

    /** The share of traffic, in percent, that a route gives to a version. */
    static int share(HTTPRoute route, ServiceId service, String version) {
        var name = Names.ofVersion(service, version);
        return route.getSpec().getRules().stream()
                .flatMap(rule -> rule.getBackendRefs().stream())
                .filter(backend -> name.equals(backend.getName()))
                .mapToInt(HTTPBackendRef::getWeight)
                .sum();
    }

    static int port(Service service) {
        return service.getSpec().getPorts().getFirst().getPort();
    }

    private static Map<String, String> selector(Service service) {
        return Optional.ofNullable(service.getSpec().getSelector()).orElse(Map.of());
    }

    private ObjectMeta metadata(String name, Map<String, String> labels, Map<String, String> annotations, Fence fence) {
        var all = new HashMap<>(annotations);
        all.putAll(Marks.of(fence));
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(target.namespace())
                .withLabels(labels)
                .withAnnotations(all)
                .build();
    }

    private static Map<String, String> serviceLabels(ServiceId service) {
        var labels = new HashMap<>(Marks.labelling(service));
        labels.put(Marks.NAME, Names.label(service.service()));
        labels.put(Marks.PART_OF, Names.label(service.estate()));
        labels.put(Marks.MANAGED_BY, Marks.TIDEGATE);
        return labels;
    }

    private static Map<String, String> versionLabels(Workload workload) {
        var labels = serviceLabels(workload.id());
        labels.putAll(selecting(workload));
        labels.put(Marks.VERSION, Names.label(workload.version()));
        return labels;
    }

    private static Map<String, String> describe(Workload workload) {
        var annotations = new HashMap<>(Marks.describing(workload.id()));
        annotations.put(Marks.EXACT_VERSION, workload.version());
        return annotations;
    }

    /** What the pods tell of themselves, for whoever lists them. */
    private static Map<String, String> describePods(Workload workload) {
        var annotations = describe(workload);
        annotations.putAll(HealthMarks.of(workload.health()));
        return annotations;
    }

    /** All that the rest of the Deployment does not say. The storage is not for the pods: they would be replaced for nothing. */
    private static Map<String, String> remember(Workload workload) {
        var annotations = describePods(workload);
        if (workload.resources().storage() > 0) {
            annotations.put(Marks.STORAGE, Long.toString(workload.resources().storage()));
        }
        return annotations;
    }
}
