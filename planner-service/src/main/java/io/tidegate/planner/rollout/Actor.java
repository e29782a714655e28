package io.tidegate.planner.rollout;

/** Who wants something, why, and by which client. */
public record Actor(String name, String reason, String client) {}
