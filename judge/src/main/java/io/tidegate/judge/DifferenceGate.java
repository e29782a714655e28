package io.tidegate.judge;

/**
 * Is the candidate's share of bad requests within a margin of the baseline's (specification S6: 0.5 percentage points)?
 * It takes thousands of requests to say, so it opens gates and never takes a version back.
 *
 * @param margin how much larger the candidate's share may be, such as 0.005
 * @param alpha chance of a wrong answer, ever
 */
public record DifferenceGate(double margin, double alpha) {
    /** What can be said so far. */
    public enum Answer {
        FINE,
        WORSE,
        INCONCLUSIVE
    }

    /** Whether the answer is {@link Answer#WORSE}; in the usual case, where the shares are near each other, at once. */
    boolean isWorse(Count candidate, Count baseline) {
        return candidate.share() > baseline.share() + margin && compare(candidate, baseline) == Answer.WORSE;
    }

    /** The answer after these counts in all. */
    public Answer compare(Count candidate, Count baseline) {
        var ours = ShareInterval.of(candidate, alpha / 2);
        var theirs = ShareInterval.of(baseline, alpha / 2);
        if (ours.lower() > theirs.upper() + margin) {
            return Answer.WORSE;
        }
        return ours.upper() < theirs.lower() + margin ? Answer.FINE : Answer.INCONCLUSIVE;
    }
}
