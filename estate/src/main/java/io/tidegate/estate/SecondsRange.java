package io.tidegate.estate;

/** A span of time known only within bounds, in whole seconds. */
public record SecondsRange(int min, int max) {
    public static final SecondsRange NONE = new SecondsRange(0, 0);

    public SecondsRange {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException(
                    "a range of seconds runs from 0 upwards, not from " + min + " to " + max);
        }
    }

    /** This, then that. */
    public SecondsRange plus(SecondsRange other) {
        return new SecondsRange(min + other.min, max + other.max);
    }

    /** This beside that: what takes longer decides. */
    public SecondsRange beside(SecondsRange other) {
        return new SecondsRange(Math.max(min, other.min), Math.max(max, other.max));
    }
}
