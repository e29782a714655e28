package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A deployment that was asked for and has not begun. It has no plan yet: what it changes depends on what runs when its turn
 * comes.
 *
 * @param due when it may start
 * @param expectedEnd when it would end if it started as soon as it may
 * @param deadline when it is given up
 * @param demands who must agree before
 * @param approvals who has agreed
 * @param overtaken what those brought who asked later and went first
 * @param conflicts what a person has to choose about before it goes on
 * @param lasting what it brings that cannot be undone, told to those who must agree; empty where there is nothing
 * @param note what kept it when its turn had come
 */
public record Waiting(
        Input.Request request,
        Stage stage,
        Instant since,
        Instant due,
        Instant expectedEnd,
        Instant deadline,
        List<Approvals> demands,
        List<Actor> approvals,
        List<Overtaking> overtaken,
        List<Conflict> conflicts,
        String lasting,
        String note) {
    public Waiting {
        demands = List.copyOf(demands);
        approvals = List.copyOf(approvals);
        overtaken = List.copyOf(overtaken);
        // What is kept may be older than these.
        conflicts = List.copyOf(Objects.requireNonNullElse(conflicts, List.of()));
        lasting = Objects.requireNonNullElse(lasting, stage == Stage.AWAITING_APPROVAL ? note : "");
    }

    static Waiting queued(DeploymentEvent.Queued event) {
        return new Waiting(
                event.request(),
                Stage.QUEUED,
                event.askedAt(),
                earliest(event.request(), event.askedAt()),
                event.expectedEnd(),
                event.until(),
                List.of(),
                event.agreed(),
                List.of(),
                List.of(),
                "",
                "");
    }

    /** When a request that is made now may start. */
    static Instant earliest(Input.Request request, Instant now) {
        var notBefore = request.terms().notBefore();
        return notBefore.isAfter(now) ? notBefore : now;
    }

    /** The deployment's id. */
    public String id() {
        return request.deployment();
    }

    Waiting enter(Stage next, Instant until) {
        if (!stage.next().contains(next)) {
            throw new IllegalStateException("deployment " + id() + " cannot go from " + stage + " to " + next);
        }
        return new Waiting(
                request, next, since, due, expectedEnd, until, demands, approvals, overtaken, conflicts, lasting, note);
    }

    Waiting deferred(DeploymentEvent.Deferred later) {
        return new Waiting(
                request,
                stage,
                since,
                later.due(),
                expectedEnd,
                later.until(),
                demands,
                approvals,
                overtaken,
                conflicts,
                lasting,
                later.message());
    }

    /** Waits for a person to choose. */
    Waiting held(DeploymentEvent.ConflictDetected conflict) {
        return with(overtaken, conflict.conflicts(), conflict.message()).enter(Stage.HELD, conflict.until());
    }

    /** A person has chosen that it goes on: where images conflict, its own count. What came since then nobody was asked about. */
    Waiting resumed() {
        var left = overtaken;
        for (Conflict conflict : conflicts) {
            left = without(left, conflict);
        }
        return with(left, List.of(), "").enter(Stage.QUEUED, deadline);
    }

    private static List<Overtaking> without(List<Overtaking> all, Conflict settled) {
        int last = -1;
        for (int index = 0; index < all.size(); index++) {
            var known = all.get(index);
            last = known.service().equals(settled.service()) && known.by().equals(settled.other()) ? index : last;
        }
        var left = new ArrayList<Overtaking>();
        for (int index = 0; index < all.size(); index++) {
            if (index > last || !all.get(index).service().equals(settled.service())) {
                left.add(all.get(index));
            }
        }
        return left;
    }

    Waiting overtakenBy(Order later) {
        return since.isBefore(later.askedAt())
                ? with(Overtaking.followed(overtaken, Overtaking.by(later)), conflicts, note)
                : this;
    }

    /** What a deployment brought is gone again, and with it the conflicts about that. */
    Waiting spared(String by) {
        var left = overtaken.stream()
                .filter(overtaking -> !overtaking.by().equals(by))
                .toList();
        var open = conflicts.stream()
                .filter(conflict -> !conflict.other().equals(by))
                .toList();
        return stage == Stage.HELD && open.isEmpty()
                ? with(left, open, "").enter(Stage.QUEUED, deadline)
                : with(left, open, note);
    }

    private Waiting with(List<Overtaking> brought, List<Conflict> open, String why) {
        return new Waiting(
                request, stage, since, due, expectedEnd, deadline, demands, approvals, brought, open, lasting, why);
    }

    /** Wants these approvals; what kept it before is no more. */
    Waiting demanding(List<Approvals> wanted, String irreversible) {
        return new Waiting(
                request,
                stage,
                since,
                due,
                expectedEnd,
                deadline,
                wanted,
                approvals,
                overtaken,
                conflicts,
                irreversible,
                "");
    }

    Waiting with(Actor approver) {
        var given = new ArrayList<>(approvals);
        given.add(approver);
        return new Waiting(
                request, stage, since, due, expectedEnd, deadline, demands, given, overtaken, conflicts, lasting, note);
    }

    /** Whether all have agreed who must. */
    boolean isApproved() {
        return Approving.suffice(demands, approvals);
    }
}
