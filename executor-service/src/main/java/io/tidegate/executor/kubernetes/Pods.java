package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.tidegate.estate.ValidationJob;
import io.tidegate.executor.step.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The pods of a version as they shall be: one container each, which fulfils the restricted pod security standard. */
final class Pods {
    static final String PORT_NAME = "http";

    /** A replica that fails so many checks in a row is not ready, or is started again. */
    private static final int FAILURES = 3;

    /** Seconds that a replica may take until it lives; a step's own deadline comes earlier. */
    private static final int START = 600;

    private Pods() {}

    static PodSpec spec(Workload workload) {
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("topology.kubernetes.io/zone")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Marks.selecting(workload.id(), workload.version()))
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .withContainers(container(workload))
                .build();
    }

    /** A pod that runs once, with no more rights than those of services. */
    static PodSpec once(ValidationJob job, Map<String, String> variables) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("validation")
                .withImage(job.image().reference())
                .withCommand(job.command())
                .withArgs(job.args())
                .withEnv(new TreeMap<>(variables)
                        .entrySet().stream()
                                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null))
                                .toList())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .build();
    }

    private static Container container(Workload workload) {
        var health = workload.health();
        return new ContainerBuilder()
                .withName(Names.ofContainer(workload.service()))
                .withImage(workload.image())
                .addNewPort()
                .withName(PORT_NAME)
                .withContainerPort(workload.port())
                .endPort()
                .withResources(ContainerResources.of(workload.resources()))
                .withReadinessProbe(probe(health.ready(), 1, health.timeout(), FAILURES))
                .withLivenessProbe(probe(health.live(), seconds(health.interval()), health.timeout(), FAILURES))
                // Until it lives it is not asked for more, so that a slow start is not taken for a death.
                .withStartupProbe(probe(health.live(), 1, health.timeout(), START))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    private static Probe probe(String path, int period, Duration timeout, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(PORT_NAME))
                .endHttpGet()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(seconds(timeout))
                .withFailureThreshold(failures)
                .build();
    }

    /** Probes know whole seconds, and at least one. */
    private static int seconds(Duration time) {
        return Math.clamp(Math.ceilDiv(time.toMillis(), 1000L), 1, Integer.MAX_VALUE);
    }
}
