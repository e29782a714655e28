package io.tidegate.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TopicsTest {
    private final Topics topics = new Topics("east", new Installation(List.of("east", "west"), List.of("east")));

    @Test
    void whatOtherRegionsSayIsReadAsWellAndCommandsOnlyHere() {
        assertThat(topics.partitions(Set.of(Topic.REGION_STATUS, Topic.DEPLOYMENT_COMMANDS)))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "region-status-v1-0",
                        "region-status-v1-1",
                        "region-status-v1-2",
                        "west.region-status-v1-0",
                        "west.region-status-v1-1",
                        "west.region-status-v1-2",
                        "deployment-commands-v1-0",
                        "deployment-commands-v1-1",
                        "deployment-commands-v1-2");
    }

    @Test
    void aReplicaTellsStatesAsWell() {
        assertThat(Topics.tellsStates("service-status-v1")).isTrue();
        assertThat(Topics.tellsStates("west.service-status-v1")).isTrue();
        assertThat(Topics.tellsStates("region-events-v1")).isFalse();
        assertThat(Topics.tellsStates("service-status-v1-dlq")).isFalse();
    }
}
