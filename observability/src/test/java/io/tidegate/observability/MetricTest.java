package io.tidegate.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricTest {
    /** Of several tasks in a process, the last to look once overwrote what the others had found. */
    @Test
    void aGaugeIsTheSumOfItsParts() {
        var registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            Metric.STALLED.show("held", "0_0", 2);
            Metric.STALLED.show("held", "0_1", 3);
            Metric.STALLED.show("held", "0_0", 1);
            assertThat(registry.get("tidegate.stalled").gauge().value()).isEqualTo(4);
        } finally {
            Metrics.removeRegistry(registry);
        }
    }
}
