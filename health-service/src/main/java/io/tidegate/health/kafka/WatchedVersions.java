package io.tidegate.health.kafka;

import io.tidegate.health.collect.Target;
import io.tidegate.health.watch.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The versions that deployments have under watch, as the topology's store knows them: what is collected may be collected more
 * often while they are there.
 */
public final class WatchedVersions implements Supplier<Set<Target.Version>> {
    /** Reading the store takes time where much is watched, and what is watched changes seldom. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Supplier<ReadOnlyKeyValueStore<String, Watch>> store;
    private final String region;
    private final InstantSource clock;
    private Set<Target.Version> last = Set.of();
    private Instant lastRead = Instant.EPOCH;

    /** The store of a topology that runs, or will. */
    public static WatchedVersions of(KafkaStreams streams, String region) {
        return new WatchedVersions(
                () -> streams.store(StoreQueryParameters.fromNameAndType(
                        HealthTopology.WATCHES, QueryableStoreTypes.<String, Watch>keyValueStore())),
                region,
                InstantSource.system());
    }

    WatchedVersions(Supplier<ReadOnlyKeyValueStore<String, Watch>> store, String region, InstantSource clock) {
        this.store = store;
        this.region = region;
        this.clock = clock;
    }

    /** All of them; while the store cannot be read, as when partitions move, those that were there before. */
    @Override
    public synchronized Set<Target.Version> get() {
        var now = clock.instant();
        if (last.isEmpty() || !lastRead.plus(KEPT).isAfter(now)) {
            read().ifPresent(found -> last = found);
            lastRead = now;
        }
        return last;
    }

    private Optional<Set<Target.Version>> read() {
        try (var entries = store.get().all()) {
            var found = new HashSet<Target.Version>();
            entries.forEachRemaining(entry ->
                    JudgingProcessor.versions(entry.key, entry.value, region).forEach(found::add));
            return Optional.of(Set.copyOf(found));
        } catch (InvalidStateStoreException notNow) {
            return Optional.empty();
        }
    }
}
