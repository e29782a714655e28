package io.tidegate.judge.rule;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule may read, each over the rule's window of event time. */
public enum Variable {
    REQUESTS("requests", Kind.COUNT, true),
    ERRORS("errors", Kind.COUNT, true),
    ERROR_RATE("error_rate", Kind.AMOUNT, true),
    P50("p50", Kind.AMOUNT, true),
    P95("p95", Kind.AMOUNT, true),
    P99("p99", Kind.AMOUNT, true),
    AVAILABILITY("availability", Kind.AMOUNT, true),
    FAILED_CHECKS("failed_checks", Kind.COUNT, true),
    MEMORY_SHARE("memory_share", Kind.AMOUNT, true),
    SECONDS_OBSERVED("seconds_observed", Kind.COUNT, false),
    SERVICE("service", Kind.NAME, false),
    REGION("region", Kind.NAME, false),
    VERSION("version", Kind.NAME, false);

    /** Before the name of what is known of the version before as well. */
    public static final String BASELINE = "baseline.";

    /** What a value is: a whole number, a number with a point, or a text. */
    public enum Kind {
        COUNT,
        AMOUNT,
        NAME
    }

    private final String word;
    private final Kind kind;
    private final boolean ofBoth;

    Variable(String word, Kind kind, boolean ofBoth) {
        this.word = word;
        this.kind = kind;
        this.ofBoth = ofBoth;
    }

    /** Its name in a rule. */
    public String word() {
        return word;
    }

    Kind kind() {
        return kind;
    }

    /** The names under which it is known: of the version itself, and of the version before where that is measured too. */
    Stream<String> names() {
        return ofBoth ? Stream.of(word, BASELINE + word) : Stream.of(word);
    }

    /** Every name that a rule may read. */
    public static Stream<String> allNames() {
        return Arrays.stream(values()).flatMap(Variable::names);
    }

    /** The variable of this name, whichever version it is of. */
    static Optional<Variable> named(String name) {
        return Arrays.stream(values())
                .filter(variable -> variable.names().anyMatch(name::equals))
                .findFirst();
    }
}
