package io.tidegate.planner.lease;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a planner knows of who leads. Each partition of the log has a lease of its own, so that planners may share the work.
 * <pre>
 *   FOLLOWING ─▶ LEADING ◀─▶ ASKING
 *       ▲           │           │
 *       └───────────┴───────────┘
 * </pre>
 *
 * @param leader the region that leads, as far as is known
 * @param since when it was last heard; of the leader itself, when it last spoke
 * @param silent regions that do not hear it
 * @param agreed when a majority of regions had said so
 * @param obeying regions that answered a planner that asks
 */
public record Lease(
        Role role,
        long epoch,
        String leader,
        Instant since,
        Set<String> silent,
        Optional<Instant> agreed,
        Set<String> obeying) {
    /** What a planner does. */
    public enum Role {
        /** Another one leads; this one keeps what is needed to take over. */
        FOLLOWING,
        /** It decides. */
        LEADING,
        /** It led, and was silent for so long that it may have been replaced; it decides nothing until it knows. */
        ASKING;

        /** The roles that may follow. */
        public Set<Role> next() {
            return switch (this) {
                case FOLLOWING -> Set.of(LEADING);
                case LEADING -> Set.of(ASKING, FOLLOWING);
                case ASKING -> Set.of(LEADING, FOLLOWING);
            };
        }
    }

    public Lease {
        silent = Collections.unmodifiableSet(new TreeSet<>(silent));
        obeying = Collections.unmodifiableSet(new TreeSet<>(obeying));
    }

    /** Before anything was heard: the first candidate leads under epoch 1. */
    public static Lease first(Terms terms, Instant now) {
        var leader = terms.installation().candidates().getFirst();
        var role = leader.equals(terms.region()) ? Role.LEADING : Role.FOLLOWING;
        // Long ago, so that a leader speaks at once.
        var since = role == Role.LEADING ? now.minus(terms.interval()) : now;
        return new Lease(role, 1, leader, since, Set.of(), Optional.empty(), Set.of());
    }

    /** Whether this planner decides. */
    public boolean leads() {
        return role == Role.LEADING;
    }

    Lease lead(String region, long under, Instant now) {
        return new Lease(checked(Role.LEADING), under, region, now, Set.of(), Optional.empty(), Set.of());
    }

    Lease ask(Instant now) {
        return new Lease(checked(Role.ASKING), epoch, leader, now, Set.of(), Optional.empty(), Set.of());
    }

    Lease follow(String region, long under, Instant now) {
        return new Lease(checked(Role.FOLLOWING), under, region, now, Set.of(), Optional.empty(), Set.of());
    }

    Lease spoke(Instant now) {
        return new Lease(role, epoch, leader, now, silent, agreed, obeying);
    }

    Lease unheardIn(String region, int majority, Instant now) {
        var more = new TreeSet<>(silent);
        more.add(region);
        var when = agreed.or(() -> more.size() < majority ? Optional.empty() : Optional.of(now));
        return new Lease(role, epoch, leader, since, more, when, obeying);
    }

    Lease obeyedIn(String region) {
        var more = new TreeSet<>(obeying);
        more.add(region);
        return new Lease(role, epoch, leader, since, silent, agreed, more);
    }

    private Role checked(Role next) {
        if (next != role && !role.next().contains(next)) {
            throw new IllegalStateException("a planner cannot go from " + role + " to " + next);
        }
        return next;
    }
}
