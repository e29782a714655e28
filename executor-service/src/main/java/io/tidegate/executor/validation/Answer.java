package io.tidegate.executor.validation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found out.
 *
 * @param tests what came of each test, where there are several
 * @param message in one sentence
 */
public record Answer(Outcome outcome, List<Tested> tests, String message) {
    private static final int MOST_NAMED = 3;

    /** How something ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** It could not be found out. */
        UNKNOWN
    }

    /** What came of one test; {@code message} says what was wrong. */
    public record Tested(String name, String region, String service, Outcome outcome, String message, long millis) {}

    public Answer {
        tests = List.copyOf(tests);
    }

    public static Answer unknown(String message) {
        return new Answer(Outcome.UNKNOWN, List.of(), message);
    }

    /** A suite has failed if one test has, and is passed only if every one is. */
    public static Answer of(List<Tested> tests) {
        var failed = with(tests, Outcome.FAILED);
        var unknown = with(tests, Outcome.UNKNOWN);
        if (failed.isEmpty() && unknown.isEmpty()) {
            return new Answer(Outcome.PASSED, tests, tests.size() + " of " + tests.size() + " tests passed");
        }
        var worst = failed.isEmpty() ? unknown : failed;
        var message = worst.size() + " of " + tests.size() + " tests "
                + (failed.isEmpty() ? "could not be done: " : "failed: ")
                + worst.stream()
                        .limit(MOST_NAMED)
                        .map(test -> "'" + test.name() + "' of " + test.service() + " in " + test.region() + ": "
                                + test.message())
                        .collect(Collectors.joining("; "))
                + (worst.size() > MOST_NAMED ? "; and others" : "");
        return new Answer(failed.isEmpty() ? Outcome.UNKNOWN : Outcome.FAILED, tests, message);
    }

    private static List<Tested> with(List<Tested> tests, Outcome outcome) {
        return tests.stream().filter(test -> test.outcome() == outcome).toList();
    }
}
