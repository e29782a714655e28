package io.tidegate.planner.rollout;

import java.util.List;

/**
 * Who wants something, why, and by which client.
 *
 * @param roles what the actor is, where it matters who may
 */
public record Actor(String name, String reason, String client, List<String> roles) {
    public Actor {
        roles = List.copyOf(roles);
    }

    /** An actor whose roles do not matter. */
    public Actor(String name, String reason, String client) {
        this(name, reason, client, List.of());
    }
}
