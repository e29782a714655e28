package io.tidegate.executor.kafka;

import io.tidegate.eventlog.mapping.ValidatorMapping;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Question;
import io.tidegate.schemas.avro.TestResult;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationReported;
import io.tidegate.schemas.avro.ValidationRequested;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Questions from the wire, and answers onto it. */
final class ValidationMapping {
    static final String REPORTER = "executor-service";

    private ValidationMapping() {}

    /** The question; empty where this executor does not know the kind or the means. */
    static Optional<Question> fromWire(ValidationRequested request) {
        return ValidatorMapping.fromWire(request.getValidator())
                .map(validator -> new Question(
                        request.getValidationId(),
                        request.getEstate(),
                        request.getEnvironment(),
                        request.getRegion(),
                        validator,
                        request.getEpoch(),
                        request.getDeadline()));
    }

    /** The key of the aggregate that it belongs to. */
    static String key(ValidationRequested request) {
        return KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
    }

    static ValidationReported toWire(ValidationRequested request, Answer answer, Instant now) {
        return ValidationReported.newBuilder()
                .setValidationId(request.getValidationId())
                .setDeploymentId(request.getDeploymentId())
                .setEstate(request.getEstate())
                .setEnvironment(request.getEnvironment())
                .setRegion(request.getRegion())
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setOutcome(outcome(answer.outcome()))
                .setTests(answer.tests().stream()
                        .map(test -> new TestResult(
                                test.name(),
                                test.region(),
                                test.service(),
                                outcome(test.outcome()),
                                test.message(),
                                test.millis()))
                        .toList())
                .setMessage(answer.message())
                .setReporter(REPORTER)
                .setAt(now)
                .build();
    }

    private static ValidationOutcome outcome(Answer.Outcome outcome) {
        return ValidationOutcome.valueOf(outcome.name().toLowerCase(Locale.ROOT));
    }
}
