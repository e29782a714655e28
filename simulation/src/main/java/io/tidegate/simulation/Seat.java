package io.tidegate.simulation;

import io.tidegate.planner.lease.Lease;
import io.tidegate.planner.rollout.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a planner knows.
 *
 * @param kept what it heard while it did not lead, and the leader has not heeded as far as it knows
 */
record Seat(Lease lease, Lane lane, List<Message> kept) {
    Seat {
        kept = List.copyOf(kept);
    }

    Seat with(Lease next) {
        return new Seat(next, lane, kept);
    }

    Seat with(Lane next) {
        return new Seat(lease, next, kept);
    }

    Seat keeping(Message message) {
        var more = new ArrayList<>(kept);
        more.add(message);
        return new Seat(lease, lane, more);
    }

    Seat keeping(List<Message> messages) {
        return new Seat(lease, lane, messages);
    }
}
