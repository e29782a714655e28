package io.tidegate.dashboard.projection;

/** Who asked, why, and through what. */
public record Actor(String name, String reason, String client) {}
