package io.tidegate.judge.rule;

/** What a rule says of values. */
public sealed interface Answer {
    /** What it says is so. */
    record Holds() implements Answer {}

    /** It is not so. */
    record DoesNotHold() implements Answer {}

    /** It cannot be said, which is neither of the two. */
    record Unanswered(String why) implements Answer {}
}
