package io.tidegate.judge;

/** Requests of one version in one slice of time, and how many of them were bad: failed, or too slow. */
public record Count(long requests, long bad) {
    public Count {
        if (bad < 0 || requests < bad) {
            throw new IllegalArgumentException("of " + requests + " requests " + bad + " cannot be bad");
        }
    }
}
