package io.tidegate.planner.kafka;

import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Write;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.avro.SettingValue;
import io.tidegate.schemas.time.HybridClock;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** What happens to a whole lane, onto the wire. */
final class LaneEventMapping {
    private LaneEventMapping() {}

    static SpecificRecord toWire(DeploymentEvent.OfLane event) {
        return switch (event) {
            case DeploymentEvent.LaneFrozen frozen ->
                LaneFrozen.newBuilder()
                        .setCommandId(frozen.write().command())
                        .setUntil(frozen.until().orElse(Instant.EPOCH))
                        .setActor(EventMapping.actor(frozen.write().actor()))
                        .setWritten(time(frozen.write()))
                        .setAt(frozen.at())
                        .build();
            case DeploymentEvent.LaneUnfrozen over ->
                LaneUnfrozen.newBuilder()
                        .setCommandId(over.write().command())
                        .setActor(EventMapping.actor(over.write().actor()))
                        .setWritten(time(over.write()))
                        .setAt(over.at())
                        .build();
            case DeploymentEvent.RegionDrained out ->
                RegionDrained.newBuilder()
                        .setCommandId(out.write().command())
                        .setRegion(out.region())
                        .setActor(EventMapping.actor(out.write().actor()))
                        .setWritten(time(out.write()))
                        .setAt(out.at())
                        .build();
            case DeploymentEvent.RegionUndrained in ->
                RegionUndrained.newBuilder()
                        .setCommandId(in.write().command())
                        .setRegion(in.region())
                        .setActor(EventMapping.actor(in.write().actor()))
                        .setWritten(time(in.write()))
                        .setAt(in.at())
                        .build();
            case DeploymentEvent.OrderSuperseded late ->
                OrderSuperseded.newBuilder()
                        .setSetting(late.setting().word())
                        .setKept(value(late.kept()))
                        .setDropped(value(late.dropped()))
                        .setMessage(late.message())
                        .setAt(late.at())
                        .build();
        };
    }

    private static SettingValue value(Write write) {
        return SettingValue.newBuilder()
                .setValue(write.value())
                .setActor(EventMapping.actor(write.actor()))
                .setCommandId(write.command())
                .setWritten(time(write))
                .build();
    }

    private static long time(Write write) {
        return HybridClock.of(write.written().moment(), write.written().counter());
    }
}
