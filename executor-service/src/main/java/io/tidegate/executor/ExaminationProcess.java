package io.tidegate.executor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tidegate.estate.Validator.Means;
import io.tidegate.executor.http.HttpExaminer;
import io.tidegate.executor.http.Reach;
import io.tidegate.executor.kafka.ValidationConsumer;
import io.tidegate.executor.kubernetes.JobExaminer;
import io.tidegate.executor.kubernetes.ServiceAddresses;
import io.tidegate.executor.sandbox.SandboxAddresses;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Examiner;
import io.tidegate.observability.HealthCheck;
import io.tidegate.schemas.wire.RegistryCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Wires what answers for validations together and keeps it running. */
@ApplicationScoped
class ExaminationProcess implements HealthCheck {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final ValidationConsumer questions;
    private final Thread thread;

    /** @param cluster asked for only where the runtime is one */
    ExaminationProcess(
            ExecutorSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap,
            Instance<KubernetesClient> cluster) {
        this.questions = new ValidationConsumer(
                ExecutorProcess.consumer(bootstrap, "tidegate-validator-" + settings.region()),
                ExecutorProcess.producer(bootstrap),
                new RegistryCodec(settings.registry().url().toString()),
                examiners(settings, cluster, Clock.systemUTC()),
                settings.region(),
                Clock.systemUTC());
        this.thread = Thread.ofPlatform().name("validations").unstarted(questions);
    }

    private static Map<Means, Examiner> examiners(
            ExecutorSettings settings, Instance<KubernetesClient> cluster, Clock clock) {
        var others = others(settings.reach().orElse(List.of()));
        return switch (settings.runtime().kind()) {
            case SANDBOX -> {
                var sandbox = new SandboxAddresses(settings.runtime().sandbox().url());
                yield Map.of(
                        Means.HTTP,
                        new HttpExaminer(new Reach(settings.region(), sandbox::of, others), clock),
                        Means.JOB,
                        question -> Answer.unknown("the sandbox runs no containers, so no job either"));
            }
            case KUBERNETES -> {
                var namespace = settings.runtime().kubernetes().namespace();
                var here = new ServiceAddresses(cluster.get(), namespace);
                yield Map.of(
                        Means.HTTP,
                        new HttpExaminer(new Reach(settings.region(), here::of, others), clock),
                        Means.JOB,
                        new JobExaminer(cluster.get(), namespace, clock));
            }
        };
    }

    /** {@code REGION=ADDRESS} each. */
    static Map<String, String> others(List<String> words) {
        var others = new LinkedHashMap<String, String>();
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign < 1 || !word.substring(sign + 1).matches("https?://\\S+")) {
                throw new IllegalArgumentException("tidegate.reach has '" + word
                        + "'; wanted is REGION=ADDRESS, such as eu-west-1=https://{service}.eu.example");
            }
            others.put(word.substring(0, sign), word.substring(sign + 1));
        }
        return others;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        questions.stop();
        thread.join(Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "validations";
    }

    @Override
    public Result check() {
        return thread.isAlive()
                        && questions
                                .lastPoll()
                                .isAfter(Clock.systemUTC().instant().minus(SILENCE))
                ? Result.healthy(Map.of("last_poll", questions.lastPoll().toString()))
                : Result.unhealthy("no validations are asked for; last " + questions.lastPoll());
    }
}
