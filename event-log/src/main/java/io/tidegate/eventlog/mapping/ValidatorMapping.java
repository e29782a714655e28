package io.tidegate.eventlog.mapping;

import io.tidegate.estate.HttpTest;
import io.tidegate.estate.HttpTest.Expectation;
import io.tidegate.estate.Image;
import io.tidegate.estate.Validation;
import io.tidegate.estate.ValidationJob;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Validator.Means;
import io.tidegate.schemas.avro.ValidationTest;
import io.tidegate.schemas.avro.ValidatorPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Validators between the estate's model and the wire. */
public final class ValidatorMapping {
    private ValidatorMapping() {}

    public static ValidatorPlan toWire(Validator validator) {
        return ValidatorPlan.newBuilder()
                .setValidates(word(validator.validates()))
                .setMeans(word(validator.means()))
                .setDeadlineMillis(validator.deadline().toMillis())
                .setTests(validator.tests().stream().map(ValidatorMapping::test).toList())
                .setJob(validator.job().map(ValidatorMapping::job).orElse(null))
                .setProgram(validator.program())
                .build();
    }

    private static ValidationTest test(HttpTest test) {
        return ValidationTest.newBuilder()
                .setName(test.name())
                .setRegion(test.region())
                .setService(test.service())
                .setMethod(test.method())
                .setPath(test.path())
                .setHeaders(test.headers())
                .setBody(test.body())
                .setLowestStatus(test.expectation().lowest())
                .setHighestStatus(test.expectation().highest())
                .setExpectedHeaders(test.expectation().headers())
                .setExpectedJson(test.expectation().json())
                .setExpectedTexts(test.expectation().texts())
                .setTimeoutMillis(test.timeout().toMillis())
                .build();
    }

    private static io.tidegate.schemas.avro.ValidationJob job(ValidationJob job) {
        return new io.tidegate.schemas.avro.ValidationJob(job.image().reference(), job.command(), job.args());
    }

    /** The validators that this version knows; one of a kind or means that came later answers for nothing here. */
    static List<Validator> known(List<ValidatorPlan> plans) {
        return plans.stream().flatMap(plan -> fromWire(plan).stream()).toList();
    }

    /** The validator; empty for a kind or means that this version does not know. */
    public static Optional<Validator> fromWire(ValidatorPlan plan) {
        return constant(Validation.class, plan.getValidates()).flatMap(kind -> constant(Means.class, plan.getMeans())
                .map(means -> new Validator(
                        kind,
                        means,
                        Duration.ofMillis(plan.getDeadlineMillis()),
                        plan.getTests().stream().map(ValidatorMapping::fromWire).toList(),
                        Optional.ofNullable(plan.getJob()).map(ValidatorMapping::fromWire),
                        plan.getProgram())));
    }

    private static ValidationJob fromWire(io.tidegate.schemas.avro.ValidationJob job) {
        return new ValidationJob(new Image(job.getImage()), job.getCommand(), job.getArgs());
    }

    private static HttpTest fromWire(ValidationTest test) {
        return new HttpTest(
                test.getName(),
                test.getRegion(),
                test.getService(),
                test.getMethod(),
                test.getPath(),
                test.getHeaders(),
                test.getBody(),
                new Expectation(
                        test.getLowestStatus(),
                        test.getHighestStatus(),
                        test.getExpectedHeaders(),
                        test.getExpectedJson(),
                        test.getExpectedTexts()),
                Duration.ofMillis(test.getTimeoutMillis()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
