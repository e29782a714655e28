package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.attention.Attention.Telling;
import io.tidegate.schemas.avro.ControlPlaneObeyed;
import io.tidegate.schemas.avro.ControlPlaneSilent;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** What a region says of the control plane, onto the wire. */
public final class AttentionMapping {
    private AttentionMapping() {}

    /** The record that says this. */
    public static SpecificRecord toWire(Telling telling, String region, Instant now) {
        return switch (telling) {
            case Telling.Silent silent ->
                new ControlPlaneSilent(region, silent.leader(), silent.epoch(), silent.lastHeardAt(), now);
            case Telling.Obeyed obeyed -> new ControlPlaneObeyed(region, obeyed.leader(), obeyed.epoch(), now);
        };
    }
}
