package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a deployment is to do, decided when it began.
 *
 * @param request what was asked for
 * @param askedAt when it was asked for
 * @param approvals who has agreed to it
 * @param expectedEnd when it ends by the plan's estimates
 */
public record Order(
        Input.Request request,
        Instant askedAt,
        List<Actor> approvals,
        Plan plan,
        String digest,
        Instant startedAt,
        Instant expectedEnd) {
    public Order {
        // What is kept may be older than these.
        approvals = List.copyOf(Objects.requireNonNullElse(approvals, List.of()));
        expectedEnd = Objects.requireNonNullElseGet(expectedEnd, () -> end(plan, startedAt));
    }

    /** The order to carry out a plan from {@code startedAt} on. */
    static Order of(Input.Request request, Instant askedAt, List<Actor> approvals, Plan plan, Instant startedAt) {
        return new Order(request, askedAt, approvals, plan, Requests.digest(plan), startedAt, end(plan, startedAt));
    }

    /** The same order by another plan. */
    Order with(Plan next) {
        return of(request, askedAt, approvals, next, startedAt);
    }

    /** A schedule is drawn for every region, so this is done once for an order and not for every status. */
    private static Instant end(Plan plan, Instant startedAt) {
        return startedAt.plus(plan.longest());
    }

    /** Without the estate file, for logs. */
    @Override
    public String toString() {
        return "Order[" + request.deployment() + ", asked for at " + askedAt + " by " + request.actor() + ", "
                + plan.waves() + "]";
    }
}
