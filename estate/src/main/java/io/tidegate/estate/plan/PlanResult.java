package io.tidegate.estate.plan;

/** The outcome of planning. */
public sealed interface PlanResult {
    /** There is a plan. */
    record Planned(Plan plan) implements PlanResult {}

    /** There is none, and why, with the way out. */
    record Refused(String message) implements PlanResult {}
}
