package io.tidegate.dashboard.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.tidegate.dashboard.projection.EventLog.SilentLogException;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Intent;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.dashboard.projection.Position;
import io.tidegate.dashboard.projection.Projection;
import io.tidegate.observability.HealthCheck;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log on a real broker. */
@ExtendWith(KafkaClusterExtension.class)
@Timeout(120)
final class KafkaLogTest {
    private static final List<String> REGIONS = List.of("east", "west");
    private static final Installation INSTALLATION = new Installation(REGIONS, List.of("east"));
    private static final String REPLICA = Topic.REGION_STATUS.replicaName("west");

    @SuppressWarnings("NullAway.Init")
    private KafkaCluster cluster;

    private final CatalogueCodec codec = new CatalogueCodec();
    private final List<KafkaLog> logs = new ArrayList<>();

    @BeforeEach
    void theTopicsAreThere() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(TopicCatalogue.definitions("east", INSTALLATION).stream()
                            .map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        logs.forEach(KafkaLog::close);
    }

    private KafkaLog log(String bootstrap, LogFeed.Hearer hearer) {
        var log = new KafkaLog(bootstrap, codec, "east", INSTALLATION, Duration.ofSeconds(5), hearer);
        logs.add(log);
        return log;
    }

    private KafkaLog following(Projection projection, Journal journal) {
        var log = log(cluster.getBootstrapServers(), (place, ofStates, fact) -> {
            fact.ifPresent(projection::apply);
            if (ofStates) {
                journal.append(place, fact.filter(Fact.Status.class::isInstance).map(Fact.Status.class::cast));
            }
        });
        log.start();
        await().atMost(Duration.ofSeconds(60)).until(log::isCaughtUp);
        return log;
    }

    private void write(String topic, List<? extends SpecificRecord> records, String key, boolean commit) {
        var settings = new java.util.HashMap<String, Object>(cluster.getKafkaClientConfiguration());
        settings.put("transactional.id", "test-" + topic);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (SpecificRecord record : records) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), codec.encode(topic, record)));
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static DeploymentStatus status(String id, int second) {
        return DeploymentStatus.newBuilder(Examples.of(DeploymentStatus.class))
                .setDeploymentId(id)
                .setStartTime(Facts.NOON.plusSeconds(second))
                .setUpdatedAt(Facts.NOON.plusSeconds(second))
                .build();
    }

    @Test
    void whatIsCommittedIsHeardFromTheBeginningAndAgainAfterARestart() {
        write(Topic.DEPLOYMENT_STATUS.topicName(), List.of(status("d-1", 1), status("d-2", 2)), "d", true);
        write(Topic.DEPLOYMENT_STATUS.topicName(), List.of(status("d-aborted", 3)), "d", false);
        write(REPLICA, List.of(Examples.of(RegionStatus.class)), "d-1/west", true);
        write(Topic.DEPLOYMENT_EVENTS.topicName(), List.of(Examples.of(DeploymentStarted.class)), "shop/live", true);

        for (int start = 0; start < 2; start++) {
            var projection = new Projection(10, 10);
            var log = following(projection, new Journal(100));

            assertThat(projection.deployment("d-1")).isPresent();
            assertThat(projection.deployment("d-2")).isPresent();
            assertThat(projection.deployment("d-aborted")).isEmpty();
            assertThat(projection
                            .regions(io.tidegate.dashboard.projection.Filter.ALL, 10, Optional.empty())
                            .items())
                    .hasSize(1);
            await().until(() -> log.check().status() == HealthCheck.Status.HEALTHY);
        }
    }

    @Test
    void anOrderIsWrittenAndHeardAsItIs() {
        var projection = new Projection(10, 10);
        var log = following(projection, new Journal(100));
        var order = Facts.order("c-1", "d-1", new Intent.Deploy("file", Map.of("a", "a:2"), Facts.AT_ONCE));

        log.publish(order);

        await().until(() -> projection.command("c-1").isPresent());
        assertThat(projection.command("c-1").orElseThrow().command()).isEqualTo(order.asFact());
        assertThat(projection.admit(order)).isEqualTo(Projection.Admission.KNOWN);
        var heard = new ArrayList<Fact>();
        log.readAll(heard::add);
        assertThat(heard).containsExactly(order.asFact());
    }

    /** The clock of whoever wrote it may be ahead of this one. */
    @Test
    void anOrderIsWrittenLaterThanTheOrdersThatWereHeeded() {
        long ahead = HybridClock.at(Instant.now().plusSeconds(600));
        var frozen = LaneFrozen.newBuilder(Examples.of(LaneFrozen.class))
                .setWritten(ahead)
                .build();
        write(Topic.DEPLOYMENT_EVENTS.topicName(), List.of(frozen), "shop/production", true);
        var log = following(new Projection(10, 10), new Journal(10));

        log.publish(Facts.order("c-1", "", new Intent.Unfreeze()));

        assertThat(commands()).singleElement().isInstanceOfSatisfying(UnfreezeLane.class, unfreeze -> assertThat(
                        unfreeze.getWritten())
                .isGreaterThan(ahead));
    }

    private List<SpecificRecord> commands() {
        var topic = Topic.DEPLOYMENT_COMMANDS.topicName();
        try (var consumer = new KafkaConsumer<>(
                cluster.getKafkaClientConfiguration(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var found = new ArrayList<SpecificRecord>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(codec.decode(topic, record.value())));
                return !found.isEmpty();
            });
            return found;
        }
    }

    /** States between two positions, some at a time, whatever lies between them that is no record. */
    @Test
    void whatWasMissedIsReadAgainOnceAndInOrder() {
        var journal = new Journal(100);
        var log = following(new Projection(10, 10), journal);
        var before = journal.head();
        for (int round = 0; round < 5; round++) {
            write(
                    Topic.DEPLOYMENT_STATUS.topicName(),
                    List.of(status("d-" + round, round), status("d-x" + round, round)),
                    "d",
                    round != 2);
        }
        write(REPLICA, List.of(Examples.of(RegionStatus.class)), "d-1/west", true);
        await().until(() -> journal.after(journal.join(before).orElseThrow(), 100)
                        .orElseThrow()
                        .entries()
                        .size()
                == 9);
        var wanted = journal.after(journal.join(before).orElseThrow(), 100).orElseThrow().entries().stream()
                .map(Journal.Entry::place)
                .toList();

        var read = new ArrayList<Place>();
        Position position = before;
        while (!position.covers(journal.head())) {
            var part = log.replay(position, journal.head(), 2);
            assertThat(part.entries()).hasSizeLessThanOrEqualTo(2);
            part.entries().forEach(entry -> read.add(entry.place()));
            position = part.position();
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
        assertThat(log.reaches(journal.head())).isTrue();
        assertThat(log.reaches(journal.head().upTo(read.getFirst().partition(), 1_000_000)))
                .isFalse();
    }

    @Test
    void aLogThatDoesNotAnswerIsSilent() {
        var log = log("127.0.0.1:1", (place, ofStates, fact) -> {});
        var order = Facts.order("c-1", "d-1", new Intent.Cancel());

        assertThatThrownBy(() -> log.publish(order)).isInstanceOf(SilentLogException.class);
        assertThatThrownBy(() -> log.reaches(Position.START)).isInstanceOf(SilentLogException.class);
        assertThatThrownBy(() -> log.readAll(fact -> {})).isInstanceOf(SilentLogException.class);
        assertThat(log.silentSince()).isPresent();
        assertThat(log.check().status()).isEqualTo(HealthCheck.Status.UNHEALTHY);
    }
}
