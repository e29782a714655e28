package io.tidegate.planner.kafka;

import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.ParsedStore;
import io.tidegate.eventlog.Received;
import io.tidegate.observability.Metric;
import io.tidegate.planner.lease.Lease;
import io.tidegate.planner.lease.LeaseDecider;
import io.tidegate.planner.lease.Saying;
import io.tidegate.planner.lease.Terms;
import io.tidegate.planner.lease.Word;
import io.tidegate.planner.rollout.Change;
import io.tidegate.planner.rollout.Decision;
import io.tidegate.planner.rollout.DeploymentDecider;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Evolution;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.planner.rollout.Standing;
import io.tidegate.planner.rollout.Takeover;
import io.tidegate.schemas.avro.PlannerState;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where it leads: lets the decider decide, applies what it decided, and says it on the log. Where it does not: keeps what the
 * leader knows, and what the leader has not heeded yet.
 */
final class PlanningProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(PlanningProcessor.class);

    /** The only key of the store of the lease: each partition has one. */
    private static final String LEASE = "lease";

    private final RecordCodec codec;
    private final Terms terms;
    private final boolean hasStandby;

    /** When the latest state of another leader was written that this planner knows; told to people only. */
    private Instant lastStateAt = Instant.EPOCH;

    @SuppressWarnings("NullAway.Init") // set by open
    private ParsedStore<Lane> lanes;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, Lease> leases;

    @SuppressWarnings("NullAway.Init")
    private Standby standby;

    PlanningProcessor(RecordCodec codec, Terms terms, Duration tick) {
        super(codec, terms.region(), "planner-service", PlannerTopology.LEDGER, tick);
        this.codec = codec;
        this.terms = terms;
        this.hasStandby = terms.installation().candidates().size() > 1;
    }

    @Override
    protected void open() {
        lanes = new ParsedStore<>(store(PlannerTopology.LANES));
        leases = store(PlannerTopology.LEASE);
        standby = new Standby(store(PlannerTopology.KEPT), codec);
    }

    @Override
    protected void receive(Received received, Instant now) {
        var word = LeaseMapping.fromWire(received.value());
        if (word.isPresent()) {
            turn(word.get(), now);
        } else if (received.value() instanceof PlannerState state) {
            follow(received, state, now);
        } else if (leads(now)) {
            heed(received, now);
        } else if (!Standby.isHeeded(lane(received.key()), received)) {
            standby.keep(received);
        }
    }

    /** A leader that was away for long may have been replaced; it must not go on with what it finds, but ask. */
    private boolean leads(Instant now) {
        turn(new Word.TimePassed(), now);
        return lease(now).leads();
    }

    private Lease lease(Instant now) {
        var stored = leases.get(LEASE);
        return stored == null ? Lease.first(terms, now) : stored;
    }

    /** Who leads may change by what was heard, or by time. */
    private void turn(Word word, Instant now) {
        var before = lease(now);
        var decision = LeaseDecider.decide(before, word, terms, now);
        var after = decision.lease();
        if (!after.equals(leases.get(LEASE))) {
            leases.put(LEASE, after);
        }
        for (Saying saying : decision.sayings()) {
            send(
                    KeyShape.PARTITION.of(terms.region(), Integer.toString(partition())),
                    LeaseMapping.toWire(saying, terms.region(), standby.size(), lastStateAt, now),
                    after.epoch(),
                    now);
            if (saying instanceof Saying.TakenOver taken) {
                LOG.warn("{} leads partition {} from now on: {}", terms.region(), partition(), taken);
                reissue(taken.formerRegion(), now);
            }
        }
        if (before.role() != after.role()) {
            LOG.info(
                    "{} is {} partition {} under epoch {}, leader {}",
                    terms.region(),
                    after.role(),
                    partition(),
                    after.epoch(),
                    after.leader());
            if (after.leads()) {
                standby.drain().forEach(received -> heed(received, now));
            }
        }
    }

    /** Says again what deployments wait for: what the former leader said under its epoch is refused from now on. */
    private void reissue(String former, Instant now) {
        lanes.all().forEach((key, lane) -> {
            // For the former leader, which may know things that never left its region.
            send(key, LeaseMapping.toWire(lane, terms.region(), now), epoch(now), now);
            AlertMapping.takenOver(lane, former, terms.region(), now)
                    .forEach(alert -> send(key, alert, epoch(now), now));
            lane.deployment()
                    .ifPresent(deployment ->
                            concerning(key, () -> apply(key, lane, lane, Takeover.reissue(deployment, now), "", now)));
        });
    }

    private void follow(Received received, PlannerState state, Instant now) {
        var epoch = received.envelope().epoch();
        turn(new Word.Heartbeat(state.getRegion(), epoch, false), now);
        var lease = lease(now);
        if (!lease.leads() && epoch == lease.epoch()) {
            var lane = LeaseMapping.fromWire(state);
            lanes.put(lane.key(), lane);
            standby.follow(lane);
            lastStateAt = state.getAt();
        }
    }

    private void heed(Received received, Instant now) {
        var lane = lane(received.key());
        if (hasStandby) {
            lane = lane.hearing(Standby.source(received), Ledger.position(received.envelope()));
        }
        var input = InputMapping.fromWire(received.value(), received.envelope().id());
        if (input.isPresent()) {
            if (DeploymentDecider.isStale(lane, input.get())) {
                Metric.STALE_EVIDENCE.count(received.value().getSchema().getName());
            }
            decide(received.key(), lane, input.get(), now);
        } else {
            keep(received.key(), lane, now);
        }
    }

    /** Another process may take the task over, and show what is held there. */
    @Override
    public void close() {
        Metric.STALLED.show(Stage.HELD.word(), task(), 0);
    }

    @Override
    protected void timePasses(Instant now) {
        boolean leads = leads(now);
        Metric.LEADING.show(terms.region(), task(), leads ? 1 : 0);
        if (leads) {
            for (String key : waiting()) {
                concerning(key, () -> decide(key, lane(key), new Input.TimePassed(), now));
            }
        }
    }

    private Lane lane(String key) {
        var stored = lanes.get(key);
        return stored == null ? Lane.empty(key) : stored;
    }

    private List<String> waiting() {
        var keys = new ArrayList<String>();
        var held = new ArrayList<String>();
        lanes.all().forEach((key, lane) -> {
            if (lane.waits()) {
                keys.add(key);
            }
            if (lane.isHeld()) {
                held.add(key);
            }
        });
        Metric.STALLED.show(Stage.HELD.word(), task(), held.size());
        return keys;
    }

    private void decide(String key, Lane lane, Input input, Instant now) {
        var decision = DeploymentDecider.decide(lane, input, now);
        var heard = lane;
        var ordered = "";
        if (input instanceof Input.Command command) {
            heard = lane.heeded(command.commandId());
            ordered = command.commandId();
            decision.refusal().ifPresent(refusal -> refuse(key, command, refusal, now));
        }
        apply(key, lane, heard, decision, ordered, now);
    }

    /** @param ordered the command that led to the decision; empty where none did */
    private void apply(String key, Lane before, Lane heard, Decision decision, String ordered, Instant now) {
        var after = Evolution.evolve(heard, decision.changes());
        keep(key, after, now);
        if (!after.equals(before) || !decision.changes().isEmpty()) {
            say(before, after, decision, ordered, now);
        }
    }

    private void keep(String key, Lane lane, Instant now) {
        if (!lane.equals(lanes.get(key))) {
            lanes.put(key, lane);
            if (hasStandby) {
                send(key, LeaseMapping.toWire(lane, terms.region(), now), epoch(now), now);
            }
        }
    }

    private long epoch(Instant now) {
        return lease(now).epoch();
    }

    private void say(Lane before, Lane after, Decision decision, String ordered, Instant now) {
        for (Change change : decision.changes()) {
            if (change instanceof DeploymentEvent event) {
                LOG.info("{} {}", after.key(), event);
                send(after.key(), EventMapping.toWire(event, ordered), epoch(now), now);
                measure(after, event);
                if (event instanceof DeploymentEvent.GlobalTrafficUpdated traffic) {
                    send(after.key(), StatusMapping.toWire(after.key(), traffic), epoch(now), now);
                }
                if (event instanceof DeploymentEvent.Settled settled) {
                    // The former deployment's last word, said before its lane is given to another.
                    before.deployment()
                            .filter(former -> former.id().equals(settled.deployment()))
                            .map(former -> Evolution.evolve(before, settled))
                            .flatMap(Lane::deployment)
                            .ifPresent(former -> send(former.id(), StatusMapping.toWire(former, now), epoch(now), now));
                }
            }
        }
        AlertMapping.alerts(before, decision.changes(), after, terms.region(), now)
                .forEach(alert -> send(after.key(), alert, epoch(now), now));
        for (Standing standing : Standing.changed(before, decision.changes(), after)) {
            send(standing.waiting().id(), StatusMapping.toWire(standing, now), epoch(now), now);
            if (standing.stage().terminal()) {
                Metric.DEPLOYMENTS.count(standing.stage().word());
            }
        }
        after.deployment().ifPresent(deployment -> {
            if (!before.deployment().equals(after.deployment())) {
                send(deployment.id(), StatusMapping.toWire(deployment, now), epoch(now), now);
            }
            if (deployment.stage().terminal()
                    && before.deployment()
                            .filter(known -> known.stage() == deployment.stage())
                            .isEmpty()) {
                Metric.DEPLOYMENTS.count(deployment.stage().word());
            }
        });
    }

    private static void measure(Lane lane, DeploymentEvent event) {
        if (event instanceof DeploymentEvent.WaveCompleted done) {
            lane.deployment().stream()
                    .flatMap(deployment -> deployment.regions().values().stream())
                    .filter(progress -> progress.wave() == done.wave())
                    .flatMap(progress -> progress.completedAt().stream())
                    .min(Comparator.naturalOrder())
                    .ifPresent(first ->
                            Metric.GATE_WAIT.took(Integer.toString(done.wave()), Duration.between(first, done.at())));
        }
    }

    private void refuse(String key, Input.Command command, Decision.Refusal refusal, Instant now) {
        LOG.info("{} refused {}: {}", key, command.commandId(), refusal.message());
        Metric.COMMANDS_REFUSED.count(refusal.reason().word());
        send(command.commandId(), StatusMapping.refused(key, command, refusal, now), epoch(now), now);
    }
}
