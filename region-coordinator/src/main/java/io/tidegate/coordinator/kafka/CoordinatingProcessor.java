package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.wave.Decision;
import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.RegionDecider;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.Received;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the decider decide for a region, and says what it decided on the log. */
final class CoordinatingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatingProcessor.class);

    private final String region;

    @SuppressWarnings("NullAway.Init") // set by open
    private KeyValueStore<String, RegionLane> lanes;

    CoordinatingProcessor(RecordCodec codec, String region, Duration tick) {
        super(codec, region, "region-coordinator", CoordinatorTopology.LEDGER, tick);
        this.region = region;
    }

    @Override
    protected void open() {
        lanes = store(CoordinatorTopology.LANES);
    }

    @Override
    protected void receive(Received received, Instant now) {
        InputMapping.fromWire(received.value(), received.envelope().epoch(), region)
                .ifPresent(input -> {
                    var before = lane(received.key());
                    var after = decide(received.key(), input, now);
                    Stopwatch.turned(before, after, received.value(), now);
                });
    }

    @Override
    protected void timePasses(Instant now) {
        for (String key : waiting()) {
            concerning(key, () -> decide(key, new Input.TimePassed(), now));
        }
    }

    private List<String> waiting() {
        var keys = new ArrayList<String>();
        try (var all = lanes.all()) {
            all.forEachRemaining(entry -> {
                if (RegionDecider.waits(entry.value)) {
                    keys.add(entry.key);
                }
            });
        }
        return keys;
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
                case Output.Report report ->
                    send(lane.key(), OutputMapping.report(lane, report, now), lane.epoch(), now);
            }
        }
    }
}
