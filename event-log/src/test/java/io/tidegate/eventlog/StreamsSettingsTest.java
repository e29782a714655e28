package io.tidegate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Values that would break the time budgets, or exactly-once, if they fell back to their defaults. */
final class StreamsSettingsTest {
    @Test
    void topologiesCommitExactlyOnceAndWithoutCaches() throws IOException {
        assertThat(settings())
                .containsEntry("kafka-streams.processing.guarantee", "exactly_once_v2")
                .containsEntry("kafka-streams.commit.interval.ms", "500")
                .containsEntry("kafka-streams.statestore.cache.max.bytes", "0")
                .containsEntry("kafka-streams.acceptable.recovery.lag", "0")
                .containsEntry("kafka-streams.num.standby.replicas", "0")
                .containsEntry("kafka-streams.ensure.explicit.internal.resource.naming", "true")
                .containsEntry("kafka-streams.consumer.session.timeout.ms", "6000");
    }

    /** A health-service was once not back within two minutes, since it read all that half an hour had written. */
    @Test
    void changelogsAreCompactedSoonSoThatARestartIsShort() throws IOException {
        assertThat(settings())
                .containsEntry("kafka-streams.topic.segment.bytes", "4194304")
                .containsEntry("kafka-streams.topic.min.cleanable.dirty.ratio", "0.2");
    }

    private Properties settings() throws IOException {
        var settings = new Properties();
        try (var file = getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
            settings.load(java.util.Objects.requireNonNull(file));
        }
        return settings;
    }
}
