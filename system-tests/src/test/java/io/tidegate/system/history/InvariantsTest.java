package io.tidegate.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentPlan;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.RunningService;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.avro.WavePlan;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";

    private final List<Entry> log = new ArrayList<>();

    @Test
    void aRunAsItShouldBeBreaksNothing() {
        started("d-1", "c-1");
        wave("d-1", 1, 1);
        completed("d-1", EAST, "digest", 1, 2);
        wave("d-1", 2, 3);
        completed("d-1", WEST, "digest", 2, 4);
        say(EAST, new DeploymentCompleted("d-1", "", NOON, NOON));

        assertThat(broken()).isEmpty();
    }

    @Test
    void twoDeploymentsAtOnceAreSeen() {
        started("d-1", "c-1");
        started("d-2", "c-2");

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 1 && found.message().contains("d-2"));
    }

    @Test
    void aRollbackOfACompletedDeploymentBesideARunningOneIsSeen() {
        started("d-1", "c-1");
        say(EAST, new DeploymentCompleted("d-1", "", NOON, NOON));
        started("d-2", "c-2");
        say(
                EAST,
                RollbackStarted.newBuilder().setDeploymentId("d-1").setAt(NOON).build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 1 && found.message().contains("d-1"));
    }

    @Test
    void aWaveThatStartsBeforeTheOneBeforeItIsDoneIsSeen() {
        started("d-1", "c-1");
        wave("d-1", 2, 1);
        completed("d-1", EAST, "digest", 1, 2);

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 2 && found.message().contains(EAST));
    }

    @Test
    void aWaveThatStartsOnAReportOfAnotherPlanIsSeen() {
        started("d-1", "c-1");
        completed("d-1", EAST, "another", 1, 1);
        wave("d-1", 2, 2);

        assertThat(broken()).anyMatch(found -> found.invariant() == 2);
    }

    @Test
    void aStepUnderALowerEpochThanTheRegionAcknowledgedIsSeen() {
        add(
                EAST,
                2,
                RegionDeploying.newBuilder()
                        .setDeploymentId("d-1")
                        .setRegion(EAST)
                        .setAt(NOON)
                        .build());
        add(EAST, 1, step("s-1", 1).setRequestedAt(NOON.plusSeconds(1)).build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 4 && found.message().contains("s-1"));
    }

    /** Each partition has a leader of its own: another lane's epoch says nothing of this one's. */
    @Test
    void aHigherEpochAcknowledgedOnAnotherPartitionProvesNothing() {
        add(EAST, 1, deploying(NOON));
        log.add(new Entry(EAST, Topic.REGION_EVENTS.topicName(), 1, 0, "desk/test", 2, Optional.of(deploying(NOON))));
        add(EAST, 1, step("s-1", 1).setRequestedAt(NOON.plusSeconds(1)).build());

        assertThat(broken()).noneMatch(found -> found.invariant() == 4);
    }

    @Test
    void aStepUnderALowerEpochThanTheStepBeforeItIsSeen() {
        add(EAST, 2, step("s-1", 2).build());
        add(EAST, 1, step("s-2", 1).build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 4 && found.message().contains("s-2"));
    }

    /** A coordinator's clock was ten minutes ahead; once it is right, what it says under the next epoch looks older. */
    @Test
    void whereAClockWentBackTimesProveNothing() {
        add(EAST, 1, deploying(NOON.plusSeconds(600)));
        add(EAST, 1, step("s-1", 1).setRequestedAt(NOON.plusSeconds(601)).build());
        add(EAST, 2, deploying(NOON.plusSeconds(60)));

        assertThat(broken()).noneMatch(found -> found.invariant() == 4);
    }

    private static RegionDeploying deploying(Instant at) {
        return RegionDeploying.newBuilder()
                .setDeploymentId("d-1")
                .setRegion(EAST)
                .setAt(at)
                .build();
    }

    @Test
    void aStepThatSucceedsTwiceIsSeen() {
        say(EAST, step("s-1", 0).build());
        say(EAST, success("s-1"));
        say(EAST, success("s-1"));

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 4 && found.message().contains("s-1"));
    }

    @Test
    void aStepWithoutAnOutcomeIsSeen() {
        say(EAST, step("s-1", 0).build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 10 && found.message().contains("s-1"));
    }

    @Test
    void aRegionThatRunsSomethingElseAfterItsRollbackIsSeen() {
        say(
                EAST,
                RegionPrepared.newBuilder()
                        .setDeploymentId("d-1")
                        .setRegion(EAST)
                        .setRunning(running("api:1"))
                        .build());
        say(
                EAST,
                RegionRolledBack.newBuilder()
                        .setDeploymentId("d-1")
                        .setRegion(EAST)
                        .setRunning(running("api:2"))
                        .build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 5 && found.message().contains("api:2"));
    }

    @Test
    void aRegionThatWasForgottenOnTheWayBackIsSeen() {
        say(
                WEST,
                RegionDeploying.newBuilder()
                        .setDeploymentId("d-1")
                        .setRegion(WEST)
                        .build());
        say(EAST, new DeploymentRolledBack("d-1", NOON));

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 5 && found.message().contains(WEST));
    }

    @Test
    void aCommandWithoutAnAnswerIsSeen() {
        say(EAST, RequestDeployment.newBuilder().setCommandId("c-9").build());

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 6 && found.message().contains("c-9"));
    }

    @Test
    void aRefusedCommandIsAnswered() {
        say(EAST, RequestDeployment.newBuilder().setCommandId("c-9").build());
        say(EAST, CommandRefused.newBuilder().setCommandId("c-9").build());

        assertThat(broken()).isEmpty();
    }

    @Test
    void aDeploymentThatNeverEndsIsSeen() {
        started("d-1", "c-1");
        wave("d-1", 1, 1);

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 6 && found.message().contains("WaveStarted"));
    }

    @Test
    void anEventAfterTheEndIsSeen() {
        started("d-1", "c-1");
        say(EAST, new DeploymentRolledBack("d-1", NOON));
        say(EAST, new WaveCompleted("d-1", 1, NOON));

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 8 && found.message().contains("WaveCompleted"));
    }

    /** The standby took over while the leader that had been killed was starting again: for a moment both said the same. */
    @Test
    void aLeaderAndItsSuccessorMayBothSayTheEnd() {
        started("d-1", "c-1");
        add(EAST, 1, new DeploymentSettled("d-1", NOON));
        add(EAST, 2, new DeploymentSettled("d-1", NOON));

        assertThat(broken()).noneMatch(found -> found.invariant() == 8);
    }

    @Test
    void anUnhealthyVerdictThatIsUnsaidIsSeen() {
        verdict(Verdict.unhealthy);
        verdict(Verdict.healthy);

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 8 && found.message().contains("healthy"));
    }

    @Test
    void aRecordThatCannotBeReadAndIsNoDeadLetterIsSeen() {
        unreadable();

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 10 && found.message().contains("no dead letter"));
    }

    @Test
    void aRecordThatCannotBeReadAndIsADeadLetterBreaksNothing() {
        unreadable();
        letterFor(0);

        assertThat(broken()).isEmpty();
    }

    @Test
    void aGoodRecordAmongTheDeadLettersIsSeen() {
        say(EAST, RequestDeployment.newBuilder().setCommandId("c-9").build());
        say(EAST, CommandRefused.newBuilder().setCommandId("c-9").build());
        letterFor(0);

        assertThat(broken())
                .anyMatch(found -> found.invariant() == 10 && found.message().contains("is good"));
    }

    private List<Violation> broken() {
        return Invariants.brokenBy(new History(log));
    }

    private void started(String deployment, String command) {
        var plan = DeploymentPlan.newBuilder()
                .setWaves(List.of(new WavePlan(1, List.of(EAST)), new WavePlan(2, List.of(WEST))))
                .build();
        say(
                EAST,
                DeploymentStarted.newBuilder()
                        .setDeploymentId(deployment)
                        .setCommandId(command)
                        .setPlan(plan)
                        .setAt(NOON)
                        .build());
    }

    private void wave(String deployment, int number, int second) {
        say(EAST, new WaveStarted(deployment, number, List.of(), "digest", NOON.plusSeconds(second)));
    }

    private void completed(String deployment, String region, String digest, int wave, int second) {
        say(
                region,
                RegionCompleted.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setPlanDigest(digest)
                        .setWave(wave)
                        .setAt(NOON.plusSeconds(second))
                        .build());
    }

    private void verdict(Verdict word) {
        say(
                EAST,
                HealthVerdict.newBuilder()
                        .setDeploymentId("d-1")
                        .setRegion(EAST)
                        .setService("api")
                        .setVersion("2")
                        .setVerdict(word)
                        .build());
    }

    private static StepRequested.Builder step(String id, long epoch) {
        return StepRequested.newBuilder().setStepId(id).setEpoch(epoch);
    }

    private static StepSucceeded success(String id) {
        return StepSucceeded.newBuilder().setStepId(id).setAt(NOON).build();
    }

    private static List<RunningService> running(String image) {
        return List.of(
                RunningService.newBuilder().setService("api").setImage(image).build());
    }

    private void unreadable() {
        log.add(new Entry(
                EAST, Topic.DEPLOYMENT_COMMANDS.topicName(), 0, log.size(), "shop/test", 0, Optional.empty()));
    }

    private void letterFor(long offset) {
        log.add(new Entry(
                EAST,
                Topic.DEPLOYMENT_COMMANDS.deadLetterName(),
                0,
                log.size(),
                "key",
                0,
                Optional.of(DeadLetter.newBuilder()
                        .setTopic(Topic.DEPLOYMENT_COMMANDS.topicName())
                        .setPartition(0)
                        .setOffset(offset)
                        .build())));
    }

    private void say(String region, SpecificRecord record) {
        add(region, 1, record);
    }

    private void add(String region, long epoch, SpecificRecord record) {
        log.add(new Entry(
                region,
                Topic.of(record.getClass()).topicName(),
                0,
                log.size(),
                "shop/test",
                epoch,
                Optional.of(record)));
    }
}
