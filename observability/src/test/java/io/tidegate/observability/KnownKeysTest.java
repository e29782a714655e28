package io.tidegate.observability;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

final class KnownKeysTest {
    /** Settings with a list and a group. */
    @ConfigMapping(prefix = "tidegate")
    public interface Settings {
        String controlPlaneRegion();

        List<String> regions();

        Registry registry();

        /** A group. */
        interface Registry {
            String url();
        }
    }

    private static Config config(String... keys) {
        var values = new java.util.HashMap<String, String>();
        for (String key : keys) {
            values.put(key, "x");
        }
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.copyOf(values), "test", 500))
                .build();
    }

    @Test
    void knownKeysPass() {
        assertThatCode(() -> KnownKeys.of(Settings.class)
                        .check(config(
                                "tidegate.control-plane-region",
                                "tidegate.regions",
                                "tidegate.regions[0]",
                                "tidegate.registry.url",
                                "tidegate.logs.format",
                                "quarkus.http.port")))
                .doesNotThrowAnyException();
    }

    @Test
    void variablesOfTheLauncherAreNoKeys() {
        var config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(Map.of("TIDEGATE_STATE", "/state"), 300))
                .build();

        assertThatCode(() -> KnownKeys.of(Settings.class).check(config)).doesNotThrowAnyException();
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> KnownKeys.of(Settings.class).check(config("tidegate.controlplane-region")))
                .hasMessageContaining("unknown configuration key 'tidegate.controlplane-region'")
                .hasMessageContaining("did you mean 'tidegate.control-plane-region'?");
        assertThatThrownBy(() -> KnownKeys.of(Settings.class).check(config("tidegate.registry.uri")))
                .hasMessageContaining("did you mean 'tidegate.registry.url'?");
    }
}
