package io.tidegate.health.collect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The seconds that rounds are told as. */
public final class Seconds {
    private Seconds() {}

    /**
     * The second that a round is told as. Samples are known by their second, and two of the same would count as one; so a
     * second round within a second is told as the next one, and a third is left to the round after it.
     *
     * @param last the second that the source's last round was told as
     */
    public static Optional<Instant> after(Instant last, Instant now) {
        var present = now.truncatedTo(ChronoUnit.SECONDS);
        if (last.isBefore(present)) {
            return Optional.of(present);
        }
        return last.equals(present) ? Optional.of(present.plusSeconds(1)) : Optional.empty();
    }
}
