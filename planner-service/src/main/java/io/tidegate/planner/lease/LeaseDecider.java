package io.tidegate.planner.lease;

import io.tidegate.planner.lease.Lease.Role;
import java.time.Instant;

/**
 * Decides who leads. A standby takes over on command, or when it has not heard the leader for as long as it may be silent
 * and a majority of regions say the same. A leader that finds itself to have been silent for so long asks first, and goes on
 * only if a majority of regions still obeys it. Epochs do the rest: regions refuse what is said under a lower one than the
 * highest they know, so that at worst two planners speak and one is obeyed.
 */
public final class LeaseDecider {
    private LeaseDecider() {}

    /** What {@code word} leads to at the time {@code now}. */
    public static LeaseDecision decide(Lease lease, Word word, Terms terms, Instant now) {
        return switch (word) {
            case Word.Heartbeat heartbeat -> heard(lease, heartbeat, terms, now);
            case Word.Silent silent -> silent(lease, silent, terms, now);
            case Word.Obeyed obeyed -> obeyed(lease, obeyed, terms, now);
            case Word.FailOver order -> failOver(lease, order, terms, now);
            case Word.TimePassed time -> onward(lease, terms, now);
        };
    }

    private static LeaseDecision heard(Lease lease, Word.Heartbeat heartbeat, Terms terms, Instant now) {
        if (heartbeat.region().equals(terms.region()) || heartbeat.epoch() < lease.epoch() || heartbeat.asking()) {
            return LeaseDecision.quiet(lease);
        }
        boolean same = heartbeat.epoch() == lease.epoch();
        boolean mine = same && lease.leader().equals(terms.region());
        if (mine && terms.precedes(terms.region(), heartbeat.region())) {
            return LeaseDecision.quiet(lease);
        }
        return LeaseDecision.quiet(lease.follow(heartbeat.region(), heartbeat.epoch(), now));
    }

    private static LeaseDecision silent(Lease lease, Word.Silent silent, Terms terms, Instant now) {
        if (lease.role() != Role.FOLLOWING
                || silent.epoch() != lease.epoch()
                || !silent.leader().equals(lease.leader())) {
            return LeaseDecision.quiet(lease);
        }
        return onward(lease.unheardIn(silent.region(), terms.installation().majority(), now), terms, now);
    }

    private static LeaseDecision obeyed(Lease lease, Word.Obeyed obeyed, Terms terms, Instant now) {
        boolean another = !obeyed.leader().equals(terms.region());
        if (another && obeyed.epoch() > lease.epoch()) {
            return LeaseDecision.quiet(lease.follow(obeyed.leader(), obeyed.epoch(), now));
        }
        if (another || lease.role() != Role.ASKING || obeyed.epoch() != lease.epoch()) {
            return LeaseDecision.quiet(lease);
        }
        var after = lease.obeyedIn(obeyed.region());
        return after.obeying().size() < terms.installation().majority()
                ? LeaseDecision.quiet(after)
                : LeaseDecision.saying(
                        after.lead(terms.region(), lease.epoch(), now), new Saying.Heartbeat(lease.epoch(), false));
    }

    private static LeaseDecision failOver(Lease lease, Word.FailOver order, Terms terms, Instant now) {
        if (!order.region().equals(terms.region()) || lease.role() != Role.FOLLOWING) {
            return LeaseDecision.quiet(lease);
        }
        return takeOver(lease, terms, "command", "ordered by " + order.actor() + ": " + order.reason(), now);
    }

    private static LeaseDecision onward(Lease lease, Terms terms, Instant now) {
        return switch (lease.role()) {
            case LEADING -> {
                if (lease.since().plus(terms.patience()).isBefore(now)) {
                    yield LeaseDecision.saying(lease.ask(now), new Saying.Heartbeat(lease.epoch(), true));
                }
                yield speak(lease, terms, now, false);
            }
            case ASKING -> speak(lease, terms, now, true);
            case FOLLOWING -> {
                boolean unheard = lease.since().plus(terms.patience()).isBefore(now);
                int silent = lease.silent().size();
                // Where replication comes back, the words of regions may overtake the leader's.
                boolean agreed = lease.agreed()
                        .filter(since ->
                                !now.isBefore(since.plus(terms.interval().multipliedBy(2))))
                        .isPresent();
                yield unheard && agreed
                        ? takeOver(
                                lease,
                                terms,
                                "silence",
                                silent + " of " + terms.installation().regions().size() + " regions do not hear "
                                        + lease.leader()
                                        + ", which was last heard here at " + lease.since(),
                                now)
                        : LeaseDecision.quiet(lease);
            }
        };
    }

    private static LeaseDecision speak(Lease lease, Terms terms, Instant now, boolean asking) {
        return now.isBefore(lease.since().plus(terms.interval()))
                ? LeaseDecision.quiet(lease)
                : LeaseDecision.saying(lease.spoke(now), new Saying.Heartbeat(lease.epoch(), asking));
    }

    private static LeaseDecision takeOver(Lease lease, Terms terms, String reason, String message, Instant now) {
        var after = lease.lead(terms.region(), lease.epoch() + 1, now);
        return LeaseDecision.saying(
                after,
                new Saying.TakenOver(after.epoch(), lease.leader(), lease.epoch(), reason, message, lease.since()));
    }
}
