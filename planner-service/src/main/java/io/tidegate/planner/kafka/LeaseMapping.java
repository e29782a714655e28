package io.tidegate.planner.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.eventlog.JsonState;
import io.tidegate.planner.lease.Saying;
import io.tidegate.planner.lease.Word;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneObeyed;
import io.tidegate.schemas.avro.ControlPlaneSilent;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.FailOverControlPlane;
import io.tidegate.schemas.avro.PlannerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Who leads, and what they know, from the wire and onto it. */
public final class LeaseMapping {
    private static final Serde<Lane> LANE = JsonState.serde(Lane.class);

    private LeaseMapping() {}

    /** The word that a record says of who leads; empty for records that say nothing of it. */
    public static Optional<Word> fromWire(SpecificRecord record) {
        return switch (record) {
            case ControlPlaneHeartbeat said ->
                Optional.of(new Word.Heartbeat(said.getRegion(), said.getEpoch(), said.getAsking()));
            case ControlPlaneTakenOver said ->
                Optional.of(new Word.Heartbeat(said.getRegion(), said.getEpoch(), false));
            case ControlPlaneSilent said ->
                Optional.of(new Word.Silent(said.getRegion(), said.getLeader(), said.getEpoch()));
            case ControlPlaneObeyed said ->
                Optional.of(new Word.Obeyed(said.getRegion(), said.getLeader(), said.getEpoch()));
            case FailOverControlPlane order ->
                Optional.of(new Word.FailOver(
                        order.getRegion(),
                        order.getActor().getName(),
                        order.getActor().getReason()));
            default -> Optional.empty();
        };
    }

    /**
     * The record that says this.
     *
     * @param unheeded how much the former leader had not heeded
     */
    public static SpecificRecord toWire(Saying saying, String region, int unheeded, Instant lastStateAt, Instant now) {
        return switch (saying) {
            case Saying.Heartbeat heartbeat ->
                new ControlPlaneHeartbeat(region, heartbeat.epoch(), heartbeat.asking(), now);
            case Saying.TakenOver taken ->
                ControlPlaneTakenOver.newBuilder()
                        .setRegion(region)
                        .setEpoch(taken.epoch())
                        .setFormerRegion(taken.formerRegion())
                        .setFormerEpoch(taken.formerEpoch())
                        .setReason(taken.reason())
                        .setMessage(taken.message())
                        .setLastHeardAt(taken.lastHeardAt())
                        .setLastStateAt(lastStateAt)
                        .setUnheeded(unheeded)
                        .setAt(now)
                        .build();
        };
    }

    /** All that is known of a lane, for those that stand by. */
    public static PlannerState toWire(Lane lane, String region, Instant now) {
        var parts = lane.key().split("/", 2);
        return PlannerState.newBuilder()
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setRegion(region)
                .setState(compressed(LANE.serializer().serialize("", lane)))
                .setAt(now)
                .build();
    }

    /** The lane as the leader knows it. */
    public static Lane fromWire(PlannerState state) {
        return LANE.deserializer().deserialize("", expanded(state.getState()));
    }

    private static ByteBuffer compressed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static byte[] expanded(ByteBuffer compressed) {
        var bytes = new byte[compressed.remaining()];
        compressed.duplicate().get(bytes);
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "the planner's state is unreadable: " + new String(bytes, 0, Math.min(20, bytes.length), UTF_8),
                    unreadable);
        }
    }
}
