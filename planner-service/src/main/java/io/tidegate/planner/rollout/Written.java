package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.Comparator;

/**
 * When an order was written: a hybrid logical time, later than all that its writer knew.
 *
 * @param counter what is later within the same moment
 */
public record Written(Instant moment, int counter) implements Comparable<Written> {
    private static final Comparator<Written> ORDER =
            Comparator.comparing(Written::moment).thenComparing(Written::counter);

    /** As early as may be at this moment. */
    public static Written at(Instant moment) {
        return new Written(moment, 0);
    }

    /** This one, or now where that is earlier: nobody writes in time to come. */
    Written atMost(Instant now) {
        return moment.isAfter(now) ? at(now) : this;
    }

    @Override
    public int compareTo(Written other) {
        return ORDER.compare(this, other);
    }
}
