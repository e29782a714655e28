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
 */
public record Order(
        Input.Request request, Instant askedAt, List<Actor> approvals, Plan plan, String digest, Instant startedAt) {
    public Order {
        approvals = List.copyOf(Objects.requireNonNullElse(approvals, List.of())); // what is kept may be older
    }

    /** The same order by another plan. */
    Order with(Plan next, String nextDigest) {
        return new Order(request, askedAt, approvals, next, nextDigest, startedAt);
    }

    /** Without the estate file, for logs. */
    @Override
    public String toString() {
        return "Order[" + request.deployment() + ", asked for at " + askedAt + " by " + request.actor() + ", "
                + plan.waves() + "]";
    }
}
