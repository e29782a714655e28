package io.tidegate.planner.lease;

import java.util.List;

/** What a word leads to: the lease as it is then, and what is said. */
public record LeaseDecision(Lease lease, List<Saying> sayings) {
    public LeaseDecision {
        sayings = List.copyOf(sayings);
    }

    static LeaseDecision quiet(Lease lease) {
        return new LeaseDecision(lease, List.of());
    }

    static LeaseDecision saying(Lease lease, Saying saying) {
        return new LeaseDecision(lease, List.of(saying));
    }
}
