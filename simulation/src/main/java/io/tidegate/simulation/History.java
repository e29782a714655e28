package io.tidegate.simulation;

import java.util.List;

/**
 * One run.
 *
 * @param trace what happened, a line each; empty unless it was asked for
 */
record History(Scenario scenario, List<Violation> violations, Coverage coverage, List<String> trace) {}
