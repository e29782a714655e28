package io.tidegate.planner.kafka;

import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.Received;
import io.tidegate.observability.Metric;
import io.tidegate.planner.rollout.Change;
import io.tidegate.planner.rollout.Decision;
import io.tidegate.planner.rollout.DeploymentDecider;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Evolution;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the decider decide, applies what it decided, and says it on the log. */
final class PlanningProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(PlanningProcessor.class);

    private final long epoch;

    @SuppressWarnings("NullAway.Init") // set by open
    private KeyValueStore<String, Lane> lanes;

    PlanningProcessor(RecordCodec codec, String region, long epoch, Duration tick) {
        super(codec, region, "planner-service", PlannerTopology.LEDGER, tick);
        this.epoch = epoch;
    }

    @Override
    protected void open() {
        lanes = store(PlannerTopology.LANES);
    }

    @Override
    protected void receive(Received received, Instant now) {
        InputMapping.fromWire(received.value(), received.envelope().id()).ifPresent(input -> {
            if (DeploymentDecider.isStale(lane(received.key()), input)) {
                Metric.STALE_EVIDENCE.count(received.value().getSchema().getName());
            }
            decide(received.key(), input, now);
        });
    }

    /** Another process may take the task over, and show what is held there. */
    @Override
    public void close() {
        Metric.STALLED.show(Stage.HELD.word(), task(), 0);
    }

    @Override
    protected void timePasses(Instant now) {
        for (String key : waiting()) {
            concerning(key, () -> decide(key, new Input.TimePassed(), now));
        }
    }

    private Lane lane(String key) {
        var stored = lanes.get(key);
        return stored == null ? Lane.empty(key) : stored;
    }

    private List<String> waiting() {
        var keys = new ArrayList<String>();
        var held = new ArrayList<String>();
        try (var all = lanes.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value.waits()) {
                    keys.add(entry.key);
                } else if (entry.value.isHeld()) {
                    held.add(entry.key);
                }
            });
        }
        Metric.STALLED.show(Stage.HELD.word(), task(), held.size());
        return keys;
    }

    private void decide(String key, Input input, Instant now) {
        var lane = lane(key);
        var decision = DeploymentDecider.decide(lane, input, now);
        var after = Evolution.evolve(lane, decision.changes());
        if (input instanceof Input.Command command) {
            after = after.heeded(command.commandId());
            decision.refusal().ifPresent(refusal -> refuse(key, command, refusal, now));
        }
        if (after.equals(lane)) {
            return;
        }
        lanes.put(key, after);
        say(lane, after, decision, now);
    }

    private void say(Lane before, Lane after, Decision decision, Instant now) {
        for (Change change : decision.changes()) {
            if (change instanceof DeploymentEvent event) {
                LOG.info("{} {}", after.key(), event);
                send(after.key(), EventMapping.toWire(event), epoch, now);
                measure(after, event);
                if (event instanceof DeploymentEvent.Settled settled) {
                    // The former deployment's last word, said before its lane is given to another.
                    before.deployment()
                            .filter(former -> former.id().equals(settled.deployment()))
                            .map(former -> Evolution.evolve(before, settled))
                            .flatMap(Lane::deployment)
                            .ifPresent(former -> send(former.id(), StatusMapping.toWire(former, now), epoch, now));
                }
            }
        }
        after.deployment().ifPresent(deployment -> {
            if (!before.deployment().equals(after.deployment())) {
                send(deployment.id(), StatusMapping.toWire(deployment, now), epoch, now);
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
        send(command.commandId(), StatusMapping.refused(key, command, refusal, now), epoch, now);
    }
}
