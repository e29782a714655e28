package io.tidegate.executor.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Validator.Means;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Answer.Outcome;
import io.tidegate.executor.validation.Question;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationReported;
import io.tidegate.schemas.avro.ValidationRequested;
import io.tidegate.schemas.avro.ValidatorPlan;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidationConsumerTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.VALIDATION_REQUESTS.topicName(), 0);

    private final CatalogueCodec codec = new CatalogueCodec();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Thread thread = new Thread(
            () -> new ValidationConsumer(
                            consumer,
                            producer,
                            codec,
                            Map.of(Means.HTTP, ValidationConsumerTest::well),
                            "east",
                            Clock.systemUTC())
                    .run(),
            "validations");

    private static Answer well(Question question) {
        return new Answer(Outcome.PASSED, List.of(), "all is well with " + question.id());
    }

    @AfterEach
    void stop() throws InterruptedException {
        consumer.wakeup();
        thread.join(Duration.ofSeconds(10));
    }

    private static ValidationRequested question(String id, String means, long epoch, Duration left) {
        return ValidationRequested.newBuilder()
                .setValidationId(id)
                .setDeploymentId("d1")
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion("east")
                .setKind("smoke")
                .setAttempt(1)
                .setEpoch(epoch)
                .setDeadline(Clock.systemUTC().instant().plus(left))
                .setValidator(ValidatorPlan.newBuilder()
                        .setValidates("smoke")
                        .setMeans(means)
                        .setDeadlineMillis(60_000)
                        .setProgram("mine")
                        .build())
                .build();
    }

    private void deliver(ValidationRequested... questions) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            for (int offset = 0; offset < questions.length; offset++) {
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        0,
                        offset,
                        "shop/production".getBytes(UTF_8),
                        codec.encode(PARTITION.topic(), questions[offset])));
            }
        });
        thread.start();
        Awaitility.await("all questions are committed").until(() -> {
            var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
            return offset != null && offset.offset() == questions.length;
        });
    }

    private ValidationReported answer() {
        assertThat(producer.history()).hasSize(1);
        var record = producer.history().getFirst();
        assertThat(record.topic()).isEqualTo("validation-results-v1");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("shop/production");
        return (ValidationReported) codec.decode(record.topic(), record.value());
    }

    @Test
    void aQuestionIsAnsweredUnderItsIdentity() {
        deliver(question("q-1", "http", 1, Duration.ofMinutes(1)));
        assertThat(answer().getValidationId()).isEqualTo("q-1");
        assertThat(answer().getOutcome()).isEqualTo(ValidationOutcome.passed);
        assertThat(answer().getMessage()).isEqualTo("all is well with q-1");
    }

    @Test
    void whatIsForAProgramOfSomebodysOwnIsLeftAlone() {
        deliver(question("q-1", "kafka", 1, Duration.ofMinutes(1)));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void whatNothingHereAnswersForIsUnknown() {
        deliver(question("q-1", "job", 1, Duration.ofMinutes(1)));
        assertThat(answer().getOutcome()).isEqualTo(ValidationOutcome.unknown);
    }

    @Test
    void meansThatCameLaterAreUnknownAndNoFault() {
        deliver(question("q-1", "telepathy", 1, Duration.ofMinutes(1)));
        assertThat(answer().getMessage()).contains("does not know validators of telepathy");
    }

    @Test
    void whatComesAfterItsDeadlineIsNotAskedAnyMore() {
        deliver(question("q-1", "http", 1, Duration.ofMinutes(-1)));
        assertThat(answer().getMessage()).isEqualTo("it came after its deadline");
    }
}
