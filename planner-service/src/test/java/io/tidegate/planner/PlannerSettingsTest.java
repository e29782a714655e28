package io.tidegate.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlannerSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "tidegate.region", "east",
            "tidegate.regions", "east,west",
            "tidegate.control-plane-regions", "east",
            "tidegate.registry.url", "http://127.0.0.1:1/apis/registry/v3");

    private static PlannerSettings read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .addDiscoveredConverters()
                .withMapping(PlannerSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build()
                .getConfigMapping(PlannerSettings.class);
    }

    @Test
    void theDefaultsAreThese() {
        var settings = read(REQUIRED);
        assertThat(settings.lease().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.lease().patience()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.tick()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void whatHasNoDefaultMustBeSaid() {
        for (String key : REQUIRED.keySet()) {
            var without = new HashMap<>(REQUIRED);
            without.remove(key);
            assertThatThrownBy(() -> read(without))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining(key);
        }
    }
}
