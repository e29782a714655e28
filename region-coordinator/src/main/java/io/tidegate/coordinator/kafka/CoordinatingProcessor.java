package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.attention.Attention;
import io.tidegate.coordinator.wave.Decision;
import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.RegionDecider;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.ParsedStore;
import io.tidegate.eventlog.Received;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the decider decide for a region, and says what it decided on the log. */
final class CoordinatingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatingProcessor.class);

    /** The only key of the store of attention: each partition has its own. */
    private static final String ATTENTION = "attention";

    private final String region;
    private final List<String> candidates;
    private final Duration patience;

    @SuppressWarnings("NullAway.Init") // set by open
    private ParsedStore<RegionLane> lanes;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, Attention> attentions;

    /** When the planner was last heard is not kept: after a start the region has to listen first. */
    private Optional<Attention> attention = Optional.empty();

    private Instant lastTick = Instant.EPOCH;

    CoordinatingProcessor(RecordCodec codec, String region, List<String> candidates, Duration patience, Duration tick) {
        super(codec, region, "region-coordinator", CoordinatorTopology.LEDGER, tick);
        this.region = region;
        this.candidates = candidates;
        this.patience = patience;
    }

    @Override
    protected void open() {
        lanes = new ParsedStore<>(store(CoordinatorTopology.LANES));
        attentions = store(CoordinatorTopology.ATTENTION);
    }

    @Override
    protected void receive(Received received, Instant now) {
        switch (received.value()) {
            case ControlPlaneHeartbeat said ->
                attend(attention(now).hear(said.getRegion(), said.getEpoch(), said.getAsking(), now), now);
            case ControlPlaneTakenOver said ->
                attend(attention(now).hear(said.getRegion(), said.getEpoch(), false, now), now);
            default -> {
                if (isRefused(received, now)) {
                    Metric.STALE_EVIDENCE.count(received.value().getSchema().getName());
                } else {
                    coordinate(received, now);
                }
            }
        }
    }

    /** Whether it is an order of a planner that leads no more. */
    private boolean isRefused(Received received, Instant now) {
        if (Topic.of(received.value().getClass()) != Topic.DEPLOYMENT_EVENTS) {
            return false;
        }
        long epoch = received.envelope().epoch();
        if (epoch > attention(now).epoch()) {
            var from = TopicCatalogue.origin(received.topic()).orElse(region);
            attend(attention(now).hear(from, epoch, false, now), now);
        }
        return attention(now).refuses(epoch);
    }

    private Attention attention(Instant now) {
        return attention.orElseGet(() -> Optional.ofNullable(attentions.get(ATTENTION))
                .map(stored -> stored.awake(now))
                .orElseGet(() -> Attention.to(candidates.getFirst(), now)));
    }

    private void attend(Attention.Heard heard, Instant now) {
        var before = attention(now);
        var after = heard.attention();
        attention = Optional.of(after);
        if (after.epoch() != before.epoch()) {
            LOG.warn("{} obeys the planner of {} under epoch {} from now on", region, after.leader(), after.epoch());
            attentions.put(ATTENTION, after);
            keys(lane -> true).forEach(key -> decide(key, new Input.Obey(after.epoch()), now));
        }
        heard.telling()
                .ifPresent(telling -> send(
                        KeyShape.PARTITION.of(region, Integer.toString(partition())),
                        AttentionMapping.toWire(telling, region, now),
                        after.epoch(),
                        now));
    }

    private void coordinate(Received received, Instant now) {
        InputMapping.fromWire(received.value(), received.envelope().epoch(), region)
                .ifPresent(input -> {
                    var before = lane(received.key());
                    var after = decide(received.key(), input, now);
                    Stopwatch.turned(before, after, received.value(), now);
                });
    }

    @Override
    protected void timePasses(Instant now) {
        if (Duration.between(lastTick, now).compareTo(patience.dividedBy(3)) > 0) {
            attention = Optional.of(attention(now).awake(now));
        }
        lastTick = now;
        attend(attention(now).pass(patience, now), now);
        for (String key : keys(RegionDecider::waits)) {
            concerning(key, () -> decide(key, new Input.TimePassed(), now));
        }
    }

    private List<String> keys(Predicate<RegionLane> wanted) {
        return lanes.all().entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private RegionLane lane(String key) {
        var stored = lanes.get(key);
        return stored == null ? RegionLane.empty(region, key) : stored;
    }

    private RegionLane decide(String key, Input input, Instant now) {
        var lane = lane(key);
        var decision = RegionDecider.decide(lane, input, now);
        if (!decision.lane().equals(lane)) {
            lanes.put(key, decision.lane());
        }
        Stopwatch.decided(lane, decision.lane(), now);
        say(decision, now);
        StatusMapping.changed(lane, decision.lane(), now)
                .forEach(status ->
                        send(status.key(), status.record(), decision.lane().epoch(), now));
        return decision.lane();
    }

    private void say(Decision decision, Instant now) {
        var lane = decision.lane();
        for (Output output : decision.outputs()) {
            LOG.info("{} {}", lane.key(), output);
            switch (output) {
                case Output.Step step -> {
                    var request = OutputMapping.step(lane, step, now);
                    var key = KeyShape.SERVICE.of(
                            request.getEstate(), request.getEnvironment(), region, request.getService());
                    send(key, request, lane.epoch(), now);
                }
                case Output.Validate validate ->
                    send(lane.key(), OutputMapping.validation(lane, validate, now), lane.epoch(), now);
                case Output.Report report ->
                    send(lane.key(), OutputMapping.report(lane, report, now), lane.epoch(), now);
            }
        }
    }
}
