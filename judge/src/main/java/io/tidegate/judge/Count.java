package io.tidegate.judge;

/** Requests of one version in one slice of time, and how many of them were bad: failed, or too slow. */
public record Count(long requests, long bad) {
    public Count {
        if (bad < 0 || requests < bad) {
            throw new IllegalArgumentException("of " + requests + " requests " + bad + " cannot be bad");
        }
    }

    /** The share of them that was bad; none, if there were no requests. */
    public double share() {
        return requests == 0 ? 0 : (double) bad / requests;
    }
}
