package io.tidegate.planner.kafka;

import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.Received;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a planner that does not lead keeps: commands and reports that the leader's state does not show to be heeded yet. Who
 * takes over heeds them in the order in which they came, so that nothing is lost and nothing done twice.
 */
final class Standby {
    private final KeyValueStore<String, Kept> kept;
    private final RecordCodec codec;
    private long next;

    Standby(KeyValueStore<String, Kept> kept, RecordCodec codec) {
        this.kept = kept;
        this.codec = codec;
        var last = all().stream().map(entry -> entry.key).reduce((one, other) -> other);
        this.next = last.map(Long::parseLong).orElse(0L) + 1;
    }

    void keep(Received received) {
        kept.put(String.format(Locale.ROOT, "%019d", next), Kept.of(received, codec));
        next++;
    }

    /** Forgets what the leader has heeded, by what it knows of a lane. */
    void follow(Lane lane) {
        for (var entry : all()) {
            if (entry.value.key().equals(lane.key()) && isHeeded(lane, entry.value.received(codec))) {
                kept.delete(entry.key);
            }
        }
    }

    int size() {
        return all().size();
    }

    /** All that is kept, in the order in which it came; nothing is kept any more. */
    List<Received> drain() {
        var drained = new ArrayList<Received>();
        for (var entry : all()) {
            drained.add(entry.value.received(codec));
            kept.delete(entry.key);
        }
        return drained;
    }

    static boolean isHeeded(Lane lane, Received received) {
        return InputMapping.fromWire(received.value(), received.envelope().id())
                .map(input -> input instanceof Input.Command command
                        ? lane.knows(command.commandId())
                        : hasHeard(lane, received))
                .orElseGet(() -> hasHeard(lane, received));
    }

    private static boolean hasHeard(Lane lane, Received received) {
        return lane.hasHeard(source(received), Ledger.position(received.envelope()));
    }

    /** Who says what kind of thing, whatever the region it is heard in. */
    static String source(Received received) {
        return received.envelope().source() + "|"
                + Topic.of(received.value().getClass()).topicName();
    }

    private List<KeyValue<String, Kept>> all() {
        var found = new ArrayList<KeyValue<String, Kept>>();
        try (var entries = kept.all()) {
            entries.forEachRemaining(found::add);
        }
        return found;
    }
}
