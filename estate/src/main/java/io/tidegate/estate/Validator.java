package io.tidegate.estate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What answers for a kind of validation.
 *
 * @param means how it is asked
 * @param deadline longest wait for its answer
 * @param tests its suite; only for {@link Means#HTTP}
 * @param job what is run; only for {@link Means#JOB}
 * @param program who answers; only for {@link Means#KAFKA}, else empty
 */
public record Validator(
        Validation validates,
        Means means,
        Duration deadline,
        List<HttpTest> tests,
        Optional<ValidationJob> job,
        String program) {
    /** How a validator is asked. */
    public enum Means {
        /** The region's executor sends the requests of a suite. */
        HTTP,
        /** The region's executor has a container run to its end. */
        JOB,
        /** A user's own program reads requests and writes results. */
        KAFKA
    }

    public Validator {
        tests = List.copyOf(tests);
    }

    /** The same with other tests. */
    public Validator with(List<HttpTest> others) {
        return new Validator(validates, means, deadline, others, job, program);
    }

    /** The same without the tests that ask services of these regions. */
    public Validator sparing(Collection<String> regions) {
        return with(
                tests.stream().filter(test -> !regions.contains(test.region())).toList());
    }

    /** In a few words, such as {@code 30 HTTP tests}. */
    public String inWords() {
        return switch (means) {
            case HTTP -> tests.size() == 1 ? "1 HTTP test" : tests.size() + " HTTP tests";
            case JOB -> "job " + job.map(what -> what.image().reference()).orElse("");
            case KAFKA -> "program " + program;
        };
    }
}
