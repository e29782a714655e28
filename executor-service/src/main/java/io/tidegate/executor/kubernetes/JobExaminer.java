package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.tidegate.estate.ValidationJob;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Answer.Outcome;
import io.tidegate.executor.validation.Examiner;
import io.tidegate.executor.validation.Question;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a container to its end as a Job, whose name is made of the question's identity: asked twice, the same Job answers. It
 * is tried once; who wants several tries puts them into the container. It is left there for an hour, for people.
 */
public final class JobExaminer implements Examiner {
    private static final int KEPT_SECONDS = 3600;
    private static final int LINES = 20;
    private static final int MOST_CHARACTERS = 2000;
    private static final int CONFLICT = 409;
    private static final String VALIDATION = "tidegate.io/validation-id";

    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;

    public JobExaminer(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
    }

    @Override
    public Answer answer(Question question) {
        var left = Duration.between(clock.instant(), question.deadline());
        var wanted = question.validator().job();
        if (wanted.isEmpty() || !left.isPositive()) {
            return Answer.unknown(wanted.isEmpty() ? "no job is named" : "no time was left for it");
        }
        var name = Names.ofQuestion(question.id());
        try {
            create(job(name, question, wanted.get(), left));
            var ended = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(name)
                    .waitUntilCondition(
                            job -> job != null && end(job).isPresent(), left.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    end(ended).orElse(Outcome.UNKNOWN),
                    List.of(),
                    "job " + name + " of " + wanted.get().image() + " has ended" + tail(name));
        } catch (KubernetesClientTimeoutException late) {
            return Answer.unknown("job " + name + " had not ended by its deadline" + tail(name));
        } catch (KubernetesClientException failure) {
            return Answer.unknown("job " + name + " could not be run: " + failure.getMessage());
        }
    }

    private void create(Job job) {
        try {
            client.resource(job).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != CONFLICT) {
                throw failure;
            } // it was asked before, and is there
        }
    }

    /** How it ended, if it has; one that was ended by its deadline has found nothing out. */
    private static Optional<Outcome> end(Job job) {
        return Optional.ofNullable(job.getStatus()).map(status -> status.getConditions()).stream()
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(condition -> "True".equals(condition.getStatus()))
                .flatMap(condition -> switch (condition.getType()) {
                    case "Complete" -> Stream.of(Outcome.PASSED);
                    case "Failed" ->
                        Stream.of("DeadlineExceeded".equals(condition.getReason()) ? Outcome.UNKNOWN : Outcome.FAILED);
                    default -> Stream.<Outcome>of();
                })
                .findFirst();
    }

    private Job job(String name, Question question, ValidationJob wanted, Duration left) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels(question))
                .withAnnotations(Map.of(
                        Marks.ESTATE,
                        question.estate(),
                        Marks.ENVIRONMENT,
                        question.environment(),
                        Marks.EPOCH,
                        Long.toString(question.epoch()),
                        VALIDATION,
                        question.id()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(Math.max(1, left.toSeconds()))
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels(question))
                .endMetadata()
                .withSpec(Pods.once(wanted, environment(question)))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Not those of a service: what lists the replicas of services must not find it. */
    private static Map<String, String> labels(Question question) {
        return Map.of(Marks.PART_OF, Names.label(question.estate()), "app.kubernetes.io/component", "validation");
    }

    /** What the container is told of what it validates. */
    private static Map<String, String> environment(Question question) {
        var variables = new HashMap<String, String>();
        variables.put("TIDEGATE_ESTATE", question.estate());
        variables.put("TIDEGATE_ENVIRONMENT", question.environment());
        variables.put("TIDEGATE_REGION", question.region());
        variables.put("TIDEGATE_VALIDATION_ID", question.id());
        return variables;
    }

    /** The end of what the container wrote, where it can be had. */
    private String tail(String name) {
        try {
            return client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("batch.kubernetes.io/job-name", name)
                    .list()
                    .getItems()
                    .stream()
                    .findFirst()
                    .map(pod -> client.pods()
                            .inNamespace(namespace)
                            .withName(pod.getMetadata().getName())
                            .tailingLines(LINES)
                            .getLog())
                    .map(String::strip)
                    .filter(log -> !log.isEmpty())
                    .map(log -> ": " + log.substring(Math.max(0, log.length() - MOST_CHARACTERS)))
                    .orElse("");
        } catch (KubernetesClientException unreadable) {
            return "; its log cannot be read: " + unreadable.getMessage();
        }
    }
}
