package io.tidegate.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecutorSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "tidegate.region", "east",
            "tidegate.runtime.kind", "sandbox",
            "tidegate.registry.url", "http://127.0.0.1:1/apis/registry/v3");

    private static ExecutorSettings read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .addDiscoveredConverters()
                .withMapping(ExecutorSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build()
                .getConfigMapping(ExecutorSettings.class);
    }

    @Test
    void theDefaultsAreThese() {
        var settings = read(REQUIRED);
        assertThat(settings.runtime().sandbox().url()).isEqualTo(URI.create("http://127.0.0.1:7070"));
        assertThat(settings.runtime().kubernetes().namespace()).isEqualTo("default");
        assertThat(settings.runtime().kubernetes().gateway()).isEqualTo("tidegate");
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
