package io.tidegate.planner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.planner.lease.Terms;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneObeyed;
import io.tidegate.schemas.avro.ControlPlaneSilent;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.DeploymentPriority;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two planners and the replication between them; the one that leads is lost. */
final class TakeoverTest {
    private static final List<String> REGIONS = List.of("east", "west", "north");

    private final Bench east = planner("east");
    private final Bench west = planner("west");

    private static Bench planner(String region) {
        var terms = new Terms(region, Installation.of(REGIONS), Duration.ofSeconds(2), Duration.ofSeconds(15));
        return new Bench(codec -> new PlannerTopology(codec, terms, Duration.ofMillis(200)).get());
    }

    @AfterEach
    void close() {
        east.close();
        west.close();
    }

    /** What the planner in the east said of who leads and what it knows reaches the west. */
    private void replicate() {
        for (Topic topic : List.of(Topic.CONTROL_PLANE, Topic.PLANNER_STATE)) {
            west.deliver(topic.replicaName("east"), east.records(topic.topicName()));
        }
    }

    private static RequestDeployment request(String id, String image) {
        var request = request(id);
        request.setImages(Map.of("api", image));
        return request;
    }

    private static RequestDeployment request(String id) {
        return RequestDeployment.newBuilder()
                .setCommandId("c-" + id)
                .setDeploymentId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .setEstateDocument(Shop.DOCUMENT)
                .build();
    }

    private static RegionPrepared prepared(String id, String digest) {
        return RegionPrepared.newBuilder()
                .setDeploymentId(id)
                .setRegion(Shop.REGION)
                .setPlanDigest(digest)
                .setHealthy(true)
                .build();
    }

    private void east(String topic, String key, SpecificRecord record, long sequence) {
        east.send(topic, key, record, sequence, Optional.empty());
    }

    private void west(String topic, String key, SpecificRecord record, long sequence) {
        west.send(topic, key, record, sequence, Optional.empty());
    }

    /** Both planners have heard of {@code d1}; its only region is prepared, as both heard too. */
    private void underWay() {
        east(Topic.DEPLOYMENT_COMMANDS.topicName(), Shop.KEY, request("d1"), 0);
        west(Topic.DEPLOYMENT_COMMANDS.replicaName("east"), Shop.KEY, request("d1"), 0);
        var started =
                east.read(Topic.DEPLOYMENT_EVENTS, DeploymentStarted.class).getFirst();
        var prepared = prepared("d1", started.getPlan().getDigest());
        east(Topic.REGION_EVENTS.topicName(), Shop.KEY, prepared, 1);
        west(Topic.REGION_EVENTS.replicaName("east"), Shop.KEY, prepared, 1);
    }

    private void silenceInTheEast() {
        for (int second = 0; second < 20; second++) {
            west.pass(Duration.ofSeconds(1));
        }
        for (String region : List.of("west", "north")) {
            var silent = ControlPlaneSilent.newBuilder()
                    .setRegion(region)
                    .setLeader("east")
                    .setEpoch(1)
                    .build();
            var topic =
                    region.equals("west") ? Topic.CONTROL_PLANE.topicName() : Topic.CONTROL_PLANE.replicaName(region);
            west(topic, region + "/0", silent, 1);
        }
        west.pass(Duration.ofSeconds(4));
    }

    private ControlPlaneTakenOver takenOver() {
        return west.read(Topic.CONTROL_PLANE, ControlPlaneTakenOver.class).getFirst();
    }

    @Test
    void aStandbySaysNothingWhileTheLeaderIsHeard() {
        underWay();
        replicate();
        west.pass(Duration.ofSeconds(10));
        assertThat(west.read(Topic.DEPLOYMENT_EVENTS.topicName())).isEmpty();
        assertThat(west.read(Topic.DEPLOYMENT_STATUS.topicName())).isEmpty();
        assertThat(west.read(Topic.CONTROL_PLANE.topicName())).isEmpty();
    }

    @Test
    void whoTakesOverOrdersAgainWhatIsUnderWayUnderAHigherEpoch() {
        underWay();
        replicate();
        silenceInTheEast();
        var taken = takenOver();
        assertThat(taken.getEpoch()).isEqualTo(2);
        assertThat(taken.getUnheeded()).as("the leader had heeded all").isZero();
        var again = west.records(Topic.DEPLOYMENT_EVENTS.topicName());
        assertThat(again).hasSize(1);
        assertThat(new String(
                        again.getFirst().headers().lastHeader("tidegate_epoch").value(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("2");
        assertThat(west.read(Topic.DEPLOYMENT_STATUS, DeploymentStatus.class)).hasSize(1);
    }

    @Test
    void whatTheLeaderHadNotHeededIsHeededByWhoTakesOver() {
        underWay();
        // The leader is lost before anything of it is replicated.
        silenceInTheEast();
        assertThat(takenOver().getUnheeded()).isEqualTo(2);
        var events = west.read(Topic.DEPLOYMENT_EVENTS.topicName());
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOf(DeploymentStarted.class);
        assertThat(events.getLast()).isInstanceOf(WaveStarted.class);
    }

    @Test
    void theFormerLeaderFollowsWhenItComesBackAndKnowsWhatTheOtherKnows() {
        underWay();
        replicate();
        silenceInTheEast();
        for (Topic topic : List.of(Topic.CONTROL_PLANE, Topic.PLANNER_STATE)) {
            east.deliver(topic.replicaName("west"), west.records(topic.topicName()));
        }
        east.records(Topic.CONTROL_PLANE.topicName());
        east.pass(Duration.ofSeconds(20));
        assertThat(east.read(Topic.CONTROL_PLANE, ControlPlaneHeartbeat.class)).isEmpty();
        assertThat(east.read(Topic.DEPLOYMENT_EVENTS, WaveStarted.class))
                .as("what it had said before")
                .hasSize(1);
    }

    /** Found by simulation, seed 1058: it once went on with what it found in its log before it learned who leads. */
    @Test
    void aLeaderThatWasAwayForLongDecidesNothingBeforeItKnowsThatItLeads() {
        east.pass(Duration.ofSeconds(1));
        east.pass(Duration.ofMinutes(1));
        east(Topic.DEPLOYMENT_COMMANDS.topicName(), Shop.KEY, request("d1"), 0);
        assertThat(east.read(Topic.DEPLOYMENT_EVENTS.topicName())).isEmpty();
        for (String region : List.of("north", "west")) {
            var obeyed = new ControlPlaneObeyed(region, "east", 1L, Bench.START);
            east(Topic.CONTROL_PLANE.replicaName(region), region + "/0", obeyed, 1);
        }
        assertThat(east.read(Topic.DEPLOYMENT_EVENTS, DeploymentStarted.class)).hasSize(1);
    }

    /** An emergency goes before {@code d1} with another image of the same service. */
    private void conflictInTheEast() {
        east(Topic.DEPLOYMENT_COMMANDS.topicName(), Shop.KEY, request("d1", "shop/api:2"), 0);
        passInTheEast(1);
        var hotfix = request("hotfix", "shop/api:3");
        hotfix.setPriority(DeploymentPriority.emergency);
        east(Topic.DEPLOYMENT_COMMANDS.topicName(), Shop.KEY, hotfix, 0);
        passInTheEast(2);
        var digest = east.read(Topic.DEPLOYMENT_EVENTS, DeploymentStarted.class)
                .getLast()
                .getPlan()
                .getDigest();
        east(Topic.REGION_EVENTS.topicName(), Shop.KEY, prepared("hotfix", digest), 1);
        var completed = RegionCompleted.newBuilder()
                .setDeploymentId("hotfix")
                .setRegion(Shop.REGION)
                .setPlanDigest(digest)
                .setWave(1)
                .build();
        east(Topic.REGION_EVENTS.topicName(), Shop.KEY, completed, 2);
        passInTheEast(200); // its watch takes half an hour
    }

    private void passInTheEast(int times) {
        for (int time = 0; time < times; time++) {
            east.pass(Duration.ofSeconds(10));
        }
    }

    @Test
    void whoTakesOverAlarmsOfAConflictInsteadOfTheFormerLeader() {
        conflictInTheEast();
        assertThat(east.read(Topic.ALERTS, Alert.class)).hasSize(1);

        replicate();
        silenceInTheEast();
        assertThat(west.read(Topic.ALERTS, Alert.class))
                .extracting(Alert::getRegion, Alert::getFiring)
                .containsExactly(tuple("east", false), tuple("west", true));
    }

    @Test
    void aCommandToTheStandbyIsHeededByTheLeader() {
        east(Topic.DEPLOYMENT_COMMANDS.replicaName("west"), Shop.KEY, request("d1"), 0);
        assertThat(east.read(Topic.DEPLOYMENT_EVENTS, DeploymentStarted.class)).hasSize(1);
    }
}
