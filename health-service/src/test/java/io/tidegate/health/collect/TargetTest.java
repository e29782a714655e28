package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.estate.HealthSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void eachAddressOfAGroupIsAReplicaWithTheGroupsLabels() throws IOException {
        var document = new ObjectMapper().readTree("""
                [{"targets": ["a:1", "b:2"], "labels": {"estate": "shop", "environment": "test", "region": "west",
                  "service": "cart", "version": "2", "other": "x",
                  "__metrics_path__": "/numbers", "tidegate_health_ready": "/up", "tidegate_health_deep": "/works",
                  "tidegate_health_interval_millis": "7000", "tidegate_health_timeout_millis": "1500"}},
                 {"targets": []}, {"targets": ["c:3"]}]
                """);
        var found = Target.read(document);
        var own = new HealthSettings(
                "/health/live", "/up", "/works", "/numbers", Duration.ofSeconds(7), Duration.ofMillis(1500));
        assertThat(found)
                .containsExactly(
                        new Target("a:1", "shop", "test", "west", "cart", "2", own),
                        new Target("b:2", "shop", "test", "west", "cart", "2", own),
                        new Target("c:3", "", "", "", "", "", HealthSettings.SPECIFICATION));
        assertThat(found.get(0).ofVersion()).isEqualTo(found.get(1).ofVersion());
    }

    @Test
    void aTimeThatIsNoneIsAsTheSpecificationHasIt() throws IOException {
        var document = new ObjectMapper().readTree("""
                [{"targets": ["a:1"], "labels": {"tidegate_health_interval_millis": "soon",
                  "tidegate_health_timeout_millis": "-1"}}]
                """);
        assertThat(Target.read(document).getFirst().health()).isEqualTo(HealthSettings.SPECIFICATION);
    }
}
