package io.tidegate.planner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.lease.Lease.Role;
import io.tidegate.schemas.topics.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseDeciderTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Installation INSTALLATION = Installation.of(List.of("east", "west", "north"));

    /** One planner; keeps its lease and what it said. */
    private static final class Planner {
        private final Terms terms;
        private final List<Saying> said = new ArrayList<>();
        private Lease lease;
        private Instant now = NOON;

        Planner(String region) {
            terms = new Terms(region, INSTALLATION, Duration.ofSeconds(2), Duration.ofSeconds(15));
            lease = Lease.first(terms, now);
        }

        void hear(Word word) {
            var decision = LeaseDecider.decide(lease, word, terms, now);
            lease = decision.lease();
            said.addAll(decision.sayings());
        }

        void pass(int seconds) {
            now = now.plusSeconds(seconds);
            hear(new Word.TimePassed());
        }

        /** A standby whose leader, of epoch 1, is silent, as these regions say. */
        static Planner unheardIn(String... regions) {
            var planner = new Planner("west");
            planner.pass(16);
            for (String region : regions) {
                planner.hear(new Word.Silent(region, "east", 1));
            }
            return planner;
        }
    }

    @Test
    void theFirstCandidateLeadsAtOnceAndSaysSoAgainAndAgain() {
        var east = new Planner("east");
        for (int second = 0; second < 5; second++) {
            east.pass(1);
        }
        assertThat(east.lease.role()).isEqualTo(Role.LEADING);
        assertThat(east.said).hasSize(3).containsOnly(new Saying.Heartbeat(1, false));
    }

    @Test
    void aStandbyTakesOverWhenAMajorityOfRegionsSaysTheSame() {
        var west = Planner.unheardIn("west");
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
        west.hear(new Word.Silent("west", "east", 1));
        assertThat(west.lease.role()).as("one region counts once").isEqualTo(Role.FOLLOWING);
        west.hear(new Word.Silent("north", "east", 1));
        west.pass(3);
        assertThat(west.lease.role()).as("the leader's word may be on its way").isEqualTo(Role.FOLLOWING);
        west.pass(1);
        assertThat(west.lease.role()).isEqualTo(Role.LEADING);
        assertThat(west.lease.epoch()).isEqualTo(2);
        assertThat(west.said).singleElement().isInstanceOfSatisfying(Saying.TakenOver.class, taken -> {
            assertThat(taken.formerRegion()).isEqualTo("east");
            assertThat(taken.reason()).isEqualTo("silence");
            assertThat(taken.message()).contains("2 of 3");
        });
    }

    @Test
    void aStandbyThatHearsTheLeaderDoesNotTakeOverWhateverRegionsSay() {
        var west = new Planner("west");
        west.pass(16);
        west.hear(new Word.Heartbeat("east", 1, false));
        west.hear(new Word.Silent("west", "east", 1));
        west.hear(new Word.Silent("north", "east", 1));
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
    }

    @Test
    void whatRegionsSaidBeforeTheLeaderWasHeardAgainDoesNotCount() {
        var west = Planner.unheardIn("north");
        west.hear(new Word.Heartbeat("east", 1, false));
        west.pass(16);
        west.hear(new Word.Silent("west", "east", 1));
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
    }

    /** When replication came back, the regions' words once overtook the leader's. */
    @Test
    void aLeaderThatIsHeardShortlyAfterAMajorityHasSpokenStays() {
        var west = Planner.unheardIn("west", "north");
        west.pass(3);
        west.hear(new Word.Heartbeat("east", 1, false));
        west.pass(10);
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
    }

    @Test
    void silenceUnderAnEarlierEpochIsNoSilenceNow() {
        var west = new Planner("west");
        west.hear(new Word.Heartbeat("east", 3, false));
        west.pass(16);
        west.hear(new Word.Silent("west", "east", 1));
        west.hear(new Word.Silent("north", "east", 1));
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
    }

    @Test
    void aPersonCanHandOver() {
        var west = new Planner("west");
        west.hear(new Word.FailOver("north", "alice", "drill"));
        assertThat(west.lease.role()).isEqualTo(Role.FOLLOWING);
        west.hear(new Word.FailOver("west", "alice", "drill"));
        west.hear(new Word.FailOver("west", "alice", "drill"));
        assertThat(west.lease.leads()).isTrue();
        assertThat(west.said).singleElement().isInstanceOfSatisfying(Saying.TakenOver.class, taken -> assertThat(
                        taken.message())
                .isEqualTo("ordered by alice: drill"));
    }

    @Test
    void aLeaderThatHearsOfAHigherEpochFollows() {
        var east = new Planner("east");
        east.hear(new Word.Heartbeat("west", 2, false));
        assertThat(east.lease.role()).isEqualTo(Role.FOLLOWING);
        assertThat(east.lease.leader()).isEqualTo("west");
        east.said.clear();
        east.pass(3);
        assertThat(east.said).isEmpty();
    }

    @Test
    void ofTwoThatLeadUnderTheSameEpochTheFirstCandidateStays() {
        var east = new Planner("east");
        east.hear(new Word.Heartbeat("west", 1, false));
        assertThat(east.lease.leads()).isTrue();
        var west = new Planner("west");
        west.hear(new Word.FailOver("west", "alice", "drill"));
        west.hear(new Word.Heartbeat("east", 2, false));
        assertThat(west.lease.leads()).isFalse();
    }

    @Test
    void aLeaderThatWasAwayAsksAndLeadsOnOnlyIfAMajorityObeysItStill() {
        var east = new Planner("east");
        east.pass(1);
        east.said.clear();
        east.pass(60);
        assertThat(east.lease.role()).isEqualTo(Role.ASKING);
        assertThat(east.said).containsExactly(new Saying.Heartbeat(1, true));
        east.hear(new Word.Obeyed("east", "east", 1));
        east.hear(new Word.Obeyed("east", "east", 1));
        assertThat(east.lease.role()).isEqualTo(Role.ASKING);
        east.pass(3);
        assertThat(east.said).hasSize(2);
        east.hear(new Word.Obeyed("north", "east", 1));
        assertThat(east.lease.role()).isEqualTo(Role.LEADING);
        assertThat(east.said).last().isEqualTo(new Saying.Heartbeat(1, false));
    }

    @Test
    void aLeaderThatWasAwayStepsDownWhenOneRegionKnowsAnother() {
        var east = new Planner("east");
        east.pass(1);
        east.pass(60);
        east.hear(new Word.Obeyed("north", "west", 2));
        assertThat(east.lease.role()).isEqualTo(Role.FOLLOWING);
        assertThat(east.lease.epoch()).isEqualTo(2);
    }
}
