package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A deployment that was asked for and has not begun. It has no plan yet: what it changes depends on what runs when its turn
 * comes.
 *
 * @param due when it may start
 * @param expectedEnd when it would end if it started as soon as it may
 * @param deadline when it is given up
 * @param demands who must agree before
 * @param approvals who has agreed
 * @param note what kept it when its turn had come; empty where nothing did
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
        String note) {
    public Waiting {
        demands = List.copyOf(demands);
        approvals = List.copyOf(approvals);
    }

    static Waiting queued(DeploymentEvent.Queued event) {
        return new Waiting(
                event.request(),
                Stage.QUEUED,
                event.at(),
                earliest(event.request(), event.at()),
                event.expectedEnd(),
                event.until(),
                List.of(),
                List.of(),
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
        return new Waiting(request, next, since, due, expectedEnd, until, demands, approvals, note);
    }

    Waiting deferred(DeploymentEvent.Deferred later) {
        return new Waiting(
                request, stage, since, later.due(), expectedEnd, later.until(), demands, approvals, later.message());
    }

    Waiting demanding(List<Approvals> wanted) {
        return new Waiting(request, stage, since, due, expectedEnd, deadline, wanted, approvals, note);
    }

    Waiting with(Actor approver) {
        var given = new ArrayList<>(approvals);
        given.add(approver);
        return new Waiting(request, stage, since, due, expectedEnd, deadline, demands, given, note);
    }

    /** Whether all have agreed who must. */
    boolean isApproved() {
        return demands.stream()
                .allMatch(demand -> approvals.stream()
                                .filter(given -> demand.allow(given.roles()))
                                .count()
                        >= demand.required());
    }
}
