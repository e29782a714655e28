package io.tidegate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DashboardSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "tidegate.region", "east",
            "tidegate.regions", "east,west",
            "tidegate.control-plane-regions", "east",
            "tidegate.registry.url", "http://127.0.0.1:1/apis/registry/v3");

    private static DashboardSettings read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .addDiscoveredConverters()
                .withMapping(DashboardSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build()
                .getConfigMapping(DashboardSettings.class);
    }

    @Test
    void theDefaultsAreThese() {
        var settings = read(REQUIRED);
        assertThat(settings.publishTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.kept().histories()).isEqualTo(500);
        assertThat(settings.kept().commands()).isEqualTo(10_000);
        assertThat(settings.kept().states()).isEqualTo(5_000);
        assertThat(settings.stream().followers()).isEqualTo(200);
        assertThat(settings.stream().heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.stream().patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.audit().lines()).isEqualTo(20_000);
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
