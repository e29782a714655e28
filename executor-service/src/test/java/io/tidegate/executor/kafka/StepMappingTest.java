package io.tidegate.executor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepMappingTest {
    @Test
    void aStepCarriesTheResourcesOfItsWorkloadAndHowItIsAskedForItsHealth() {
        var resources = new Resources(1, 2, 3, 4, 5, 6);
        var health = new HealthSettings("/a", "/b", "/c", "/d", Duration.ofSeconds(7), Duration.ofMillis(8));
        var request = StepRequested.newBuilder()
                .setAction(StepAction.apply)
                .setResources(WorkloadMapping.toWire(resources))
                .setHealth(WorkloadMapping.toWire(health))
                .build();

        var workload = StepMapping.fromWire(request, 1).orElseThrow().workload();

        assertThat(workload.resources()).isEqualTo(resources);
        assertThat(workload.health()).isEqualTo(health);
    }

    @Test
    void aRequestThatSaysNothingOfThemMeansTheSpecification() {
        var request = StepRequested.newBuilder().setAction(StepAction.apply).build();

        var workload = StepMapping.fromWire(request, 1).orElseThrow().workload();

        assertThat(workload.resources()).isEqualTo(Resources.NONE);
        assertThat(workload.health()).isEqualTo(HealthSettings.SPECIFICATION);
    }
}
