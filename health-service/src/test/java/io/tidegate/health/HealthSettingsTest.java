package io.tidegate.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "tidegate.region", "east",
            "tidegate.control-plane-regions", "east",
            "tidegate.collection.targets", "http://127.0.0.1:1/targets",
            "tidegate.registry.url", "http://127.0.0.1:1/apis/registry/v3");

    private static HealthSettings read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .addDiscoveredConverters()
                .withMapping(HealthSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build()
                .getConfigMapping(HealthSettings.class);
    }

    @Test
    void theDefaultsAreThese() {
        var settings = read(REQUIRED);
        assertThat(settings.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.collection().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.collection().metrics()).isTrue();
        assertThat(settings.collection().inFlight()).isEqualTo(512);
        assertThat(settings.collection().otlp().topic()).isEmpty();
        assertThat(settings.collection().promql().url()).isEmpty();
        assertThat(settings.collection().promql().interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.collection().promql().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.collection().journeys().file()).isEmpty();
        assertThat(settings.collection().journeys().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.collection().kubernetes().namespace()).isEmpty();
        assertThat(settings.collection().kubernetes().nodes()).isTrue();
        assertThat(settings.collection().kubernetes().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.collection().kubernetes().watchedInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.collection().kubernetes().timeout()).isEqualTo(Duration.ofSeconds(5));
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
