package io.tidegate.judge;

import java.time.Duration;

/**
 * A rule that a user has written.
 *
 * @param when a condition in CEL
 * @param over the window of event time that its variables are measured over
 * @param sustained how long it must hold in every second to count
 * @param message what it means; may be empty
 */
public record UserRule(String name, String when, Duration over, Duration sustained, String message) {}
