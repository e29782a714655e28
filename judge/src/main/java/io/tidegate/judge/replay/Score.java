package io.tidegate.judge.replay;

import java.time.Duration;
import java.util.List;

/**
 * How well the judge did on one data set.
 *
 * @param kind {@code faults} where faults were injected into running services, {@code canaries} where versions are compared
 * @param missed names of the faults that were not found
 * @param delays from a fault's onset to the verdict, for those that were found
 * @param falseAlarms alarms without a fault
 * @param quiet time without a fault
 * @param healthyRuns comparisons of a good version with itself
 * @param healthyRunsAlarmed how many of them ended unhealthy
 */
public record Score(
        String name,
        String kind,
        int faults,
        List<String> missed,
        List<Duration> delays,
        int falseAlarms,
        Duration quiet,
        int healthyRuns,
        int healthyRunsAlarmed) {
    public Score {
        missed = List.copyOf(missed);
        delays = delays.stream().sorted().toList();
    }

    /** How many faults were found. */
    public int found() {
        return faults - missed.size();
    }

    /** The delay in seconds that a share {@code q} of the found faults does not exceed; 0 where none was found. */
    public double delaySeconds(double q) {
        return delays.isEmpty()
                ? 0
                : delays.get((int) Math.max(0, Math.ceil(q * delays.size()) - 1))
                                .toMillis()
                        / 1000.0;
    }

    /** Time without a fault, in hours. */
    public double quietHours() {
        return quiet.toMillis() / 3_600_000.0;
    }
}
