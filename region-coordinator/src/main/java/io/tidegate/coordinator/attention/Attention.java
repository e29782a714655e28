package io.tidegate.coordinator.attention;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom a region obeys: the planner with the highest epoch that it has heard.
 *
 * @param leader the region of that planner
 * @param heardAt when it was last heard, or when the region began to listen
 * @param toldAt when its silence was last told
 * @param heard whether it was heard since the region began to listen
 */
public record Attention(String leader, long epoch, Instant heardAt, Instant toldAt, boolean heard) {
    /** How many times longer a silence must be where nothing was heard before: an installation that starts is not lost. */
    private static final int UNHEARD = 8;

    /** What a region says of the control plane. */
    public sealed interface Telling {
        /** It was not heard for too long. */
        record Silent(String leader, long epoch, Instant lastHeardAt) implements Telling {}

        /** Whom the region obeys; said to one who asks, or who does not know. */
        record Obeyed(String leader, long epoch) implements Telling {}
    }

    /** What a word or time leads to: the attention as it is then, and what is said. */
    public record Heard(Attention attention, Optional<Telling> telling) {}

    /** Before anything was heard: the first planner leads under epoch 1. */
    public static Attention to(String leader, Instant now) {
        return new Attention(leader, 1, now, Instant.EPOCH, false);
    }

    /** After a planner said that it leads under this epoch, or asked whether it does. */
    public Heard hear(String region, long under, boolean asking, Instant now) {
        if (under > epoch) {
            return answered(new Attention(region, under, now, Instant.EPOCH, true), asking);
        }
        if (under < epoch) {
            return answered(this, true);
        }
        boolean mine = region.equals(leader);
        return answered(mine && !asking ? new Attention(leader, epoch, now, Instant.EPOCH, true) : this, asking);
    }

    /** After time has passed; a silence is told again as long as it lasts. */
    public Heard pass(Duration patience, Instant now) {
        var longest = heard ? patience : patience.multipliedBy(UNHEARD);
        if (heardAt.plus(longest).isAfter(now) || toldAt.plus(patience).isAfter(now)) {
            return new Heard(this, Optional.empty());
        }
        return new Heard(
                new Attention(leader, epoch, heardAt, now, heard),
                Optional.of(new Telling.Silent(leader, epoch, heardAt)));
    }

    /** After the region itself was not awake: what it did not hear meanwhile says nothing. */
    public Attention awake(Instant now) {
        return new Attention(leader, epoch, now, toldAt, false);
    }

    /** Whether what was said under this epoch is refused. */
    public boolean refuses(long under) {
        return under < epoch;
    }

    private static Heard answered(Attention after, boolean asked) {
        return new Heard(
                after, asked ? Optional.of(new Telling.Obeyed(after.leader(), after.epoch())) : Optional.empty());
    }
}
