package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Workload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PodsTest {
    private static final Fence FENCE = new Fence(1, 1, "step-1");
    private static final HealthSettings HEALTH =
            new HealthSettings("/lives", "/up", "/works", "/numbers", Duration.ofSeconds(20), Duration.ofMillis(1_001));

    private final Manifests manifests = new Manifests(new Target("shop", "edge", "shop.example"));

    private static Workload workload(Resources resources, HealthSettings health) {
        return new Workload("shop", "test", "cart", "2", "shop/cart:2", 3, 8080, resources, health);
    }

    private static Container container(Resources resources, HealthSettings health) {
        return Pods.spec(workload(resources, health)).getContainers().getFirst();
    }

    @Test
    void readinessIsProbedEachSecond() {
        var probe = container(Resources.NONE, HEALTH).getReadinessProbe();
        assertProbe(probe, "/up", 1, 3);
        assertThat(probe.getTimeoutSeconds()).as("in whole seconds").isEqualTo(2);
    }

    @Test
    void lifeIsProbedAtTheIntervalOnceThereWasLife() {
        assertProbe(container(Resources.NONE, HEALTH).getLivenessProbe(), "/lives", 20, 3);
        assertProbe(container(Resources.NONE, HEALTH).getStartupProbe(), "/lives", 1, 600);
    }

    private static void assertProbe(Probe probe, String path, int period, int failures) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        assertThat(probe.getPeriodSeconds()).isEqualTo(period);
        assertThat(probe.getFailureThreshold()).isEqualTo(failures);
    }

    @Test
    void noProbeIsQuickerThanKubernetesAllows() {
        var hasty = new HealthSettings("/a", "/b", "/c", "/d", Duration.ofMillis(200), Duration.ofMillis(100));
        var container = container(Resources.NONE, hasty);
        assertThat(container.getLivenessProbe().getPeriodSeconds()).isEqualTo(1);
        assertThat(container.getLivenessProbe().getTimeoutSeconds()).isEqualTo(1);
        assertThat(container.getReadinessProbe().getTimeoutSeconds()).isEqualTo(1);
    }

    @Test
    void whatIsNotSetIsNotStated() {
        var container = container(new Resources(0, 1 << 20, 0, 0, 1 << 30, 0), HEALTH);
        assertThat(container.getResources().getRequests()).containsOnlyKeys("memory");
        assertThat(container.getResources().getLimits()).isEmpty();
    }

    @Test
    void aDeploymentTellsWhatItWasMadeFrom() {
        var all = workload(new Resources(1_500, 1_234_567_891, 2_001, 8L << 30, 50L << 30, 2), HEALTH);
        assertThat(Manifests.workload(manifests.deployment(all, FENCE))).isEqualTo(all);
        var least = workload(Resources.NONE, HealthSettings.SPECIFICATION);
        assertThat(Manifests.workload(manifests.deployment(least, FENCE))).isEqualTo(least);
    }

    /** It was made before there were such annotations. */
    @Test
    void aDeploymentThatDoesNotSayHowItIsAskedIsAskedAsTheSpecificationSays() {
        var old = manifests.deployment(workload(Resources.NONE, HEALTH), FENCE);
        old.getMetadata().getAnnotations().keySet().removeIf(key -> key.contains("health"));
        assertThat(Manifests.workload(old)).isEqualTo(workload(Resources.NONE, HealthSettings.SPECIFICATION));
    }
}
