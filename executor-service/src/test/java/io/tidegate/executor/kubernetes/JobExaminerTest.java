package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidegate.estate.Image;
import io.tidegate.estate.Validation;
import io.tidegate.estate.ValidationJob;
import io.tidegate.estate.Validator;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.validation.Addresses.NoAddress;
import io.tidegate.executor.validation.Answer.Outcome;
import io.tidegate.executor.validation.Question;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs on a real control plane, with no more rights than the manifests of {@code k8s/} give the executor. */
class JobExaminerTest {
    private static KubernetesClient administrator;
    private static KubernetesClient executor;
    private static String namespace;

    @BeforeAll
    static void start() {
        administrator = TestCluster.administrator();
        namespace = TestCluster.freshNamespace(administrator);
        ExecutorRights.grant(administrator, namespace);
        executor = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(TestCluster.config())
                        .withImpersonateUsername(ExecutorRights.USER)
                        .build())
                .build();
    }

    @AfterAll
    static void stop() {
        if (administrator != null) {
            executor.close();
            administrator.namespaces().withName(namespace).delete();
            administrator.close();
        }
    }

    private static Question question(String id, String image, Duration time) {
        var job = new ValidationJob(new Image(image), List.of("run"), List.of("--all"));
        return new Question(
                id,
                "code-platform",
                "production",
                "us-east-1",
                new Validator(Validation.INTEGRATION, Validator.Means.JOB, time, List.of(), Optional.of(job), ""),
                1,
                Clock.systemUTC().instant().plus(time));
    }

    private static JobExaminer examiner() {
        return new JobExaminer(executor, namespace, Clock.systemUTC());
    }

    @Test
    void aJobThatEndsWellIsPassedAndAnswersTheSameQuestionAgain() {
        var question = question("d1/us-east-1/integration/1", "shop/tests:1", Duration.ofSeconds(60));
        var answer = examiner().answer(question);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.PASSED);
        assertThat(answer.message()).startsWith("job validation-d1-us-east-1-integration-1-");
        assertThat(examiner().answer(question).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(administrator
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .filteredOn(job ->
                        question.id().equals(job.getMetadata().getAnnotations().get("tidegate.io/validation-id")))
                .hasSize(1);
    }

    @Test
    void aJobThatDoesNotEndByItsDeadlineIsNotPassed() {
        var answer =
                examiner().answer(question("d1/us-east-1/integration/2", "shop/tests:1-nopull", Duration.ofSeconds(4)));
        assertThat(answer.outcome()).as(answer.message()).isNotEqualTo(Outcome.PASSED);
    }

    @Test
    void aServiceThatIsNotThereHasNoAddress() {
        var addresses = new ServiceAddresses(executor, namespace);
        Assertions.assertThatThrownBy(() -> addresses.of(new ServiceId("code-platform", "production", "nobody")))
                .isInstanceOf(NoAddress.class)
                .hasMessageContaining("there is no Service nobody--production--code-platform");
    }
}
