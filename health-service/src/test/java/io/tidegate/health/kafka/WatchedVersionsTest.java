package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.collect.Target;
import io.tidegate.health.watch.Watch;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.Test;

final class WatchedVersionsTest {
    private boolean moving;
    private Instant now = Bench.START;

    private WatchedVersions of(Bench bench) {
        return new WatchedVersions(
                () -> {
                    if (moving) {
                        throw new InvalidStateStoreException("partitions move");
                    }
                    ReadOnlyKeyValueStore<String, Watch> store = bench.store(HealthTopology.WATCHES);
                    return store;
                },
                Shop.REGION,
                () -> now);
    }

    private static Bench bench() {
        return new Bench(
                codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get());
    }

    private static void start(Bench bench) {
        bench.send(
                Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.started("d1", "2", Map.of("api", Shop.workload("shop/api:1"))));
    }

    private static Target.Version api(String version) {
        return new Target.Version("shop", "production", Shop.REGION, "api", version);
    }

    @Test
    void bothVersionsOfADeploymentAreWatchedUntilItIsOver() {
        try (var bench = bench()) {
            var watched = of(bench);
            assertThat(watched.get()).isEmpty();
            start(bench);
            assertThat(watched.get()).contains(api("1"), api("2"));
            bench.send(
                    Topic.DEPLOYMENT_EVENTS,
                    Shop.KEY,
                    DeploymentRolledBack.newBuilder().setDeploymentId("d1").build());
            assertThat(watched.get()).as("read just now").contains(api("2"));
            now = now.plusSeconds(5);
            assertThat(watched.get()).isEmpty();
        }
    }

    @Test
    void whatIsWatchedStaysSoWhileTheStoreCannotBeRead() {
        try (var bench = bench()) {
            var watched = of(bench);
            start(bench);
            var before = watched.get();
            moving = true;
            now = now.plusSeconds(60);
            assertThat(watched.get()).isNotEmpty().isEqualTo(before);
        }
    }
}
