package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.DeploymentWord;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Environments as they are listed: what is frozen, which region is out, what is under way, and what waits in which order. */
final class Lanes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Emergencies first, then by when they may start, then by when they came: as the planner takes them. */
    private static final Comparator<DeploymentQueued> ORDER = Comparator.comparing(DeploymentQueued::getPriority)
            .reversed()
            .thenComparing(Lanes::due)
            .thenComparing(DeploymentQueued::getAt);

    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, DeploymentQueued> queued = new HashMap<>();

    /** What is known of one. */
    private static final class Lane {
        private final Map<String, DeploymentStatus> open = new TreeMap<>();
        private final Latest<LaneFrozen> frozen = new Latest<>();
        private final Latest<RegionDrained> drained = new Latest<>();

        Optional<LaneFrozen> freeze(Instant now) {
            return frozen.known()
                    .filter(freeze -> freeze.getUntil().equals(Instant.EPOCH)
                            || freeze.getUntil().isAfter(now));
        }
    }

    /** What was said last; what planners of two regions say may come in another order than they said it. */
    private static final class Latest<T> {
        private Instant at = Instant.MIN;
        private @Nullable T said;

        void say(@Nullable T news, Instant when) {
            if (!when.isBefore(at)) {
                at = when;
                said = news;
            }
        }

        Optional<T> known() {
            return Optional.ofNullable(said);
        }
    }

    /** The lane that a record is about, with all that is known of it then. */
    Optional<Get.Item> item(String key, SpecificRecord record, Instant now) {
        switch (record) {
            case LaneFrozen frozen -> lane(key).frozen.say(frozen, frozen.getAt());
            case LaneUnfrozen over -> lane(key).frozen.say(null, over.getAt());
            case RegionDrained out -> lane(key).drained.say(out, out.getAt());
            case RegionUndrained in -> lane(key).drained.say(null, in.getAt());
            case DeploymentQueued waits -> queued.put(waits.getDeploymentId(), waits);
            case DeploymentStatus status -> {
                var lane = KeyShape.AGGREGATE.of(status.getEstate(), status.getEnvironment());
                if (DeploymentView.ended(status) && !status.getPhase().equals("held")) {
                    lane(lane).open.remove(status.getDeploymentId());
                } else {
                    lane(lane).open.put(status.getDeploymentId(), status);
                }
                return Optional.of(item(lane, now));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(item(key, now));
    }

    private Lane lane(String key) {
        return lanes.computeIfAbsent(key, unseen -> new Lane());
    }

    private Get.Item item(String key, Instant now) {
        var lane = lane(key);
        var freeze = lane.freeze(now);
        var waiting = waiting(lane);
        var underWay = lane.open.values().stream()
                .filter(status -> !waits(status))
                .map(DeploymentStatus::getDeploymentId)
                .findFirst();
        var parts = key.split("/", 2);
        var document = JSON.createObjectNode()
                .put("estate", parts[0])
                .put("environment", parts[1])
                .put("underWay", underWay.orElse(null));
        document.set("freeze", freeze.map(Lanes::json).orElse(null));
        document.set("drained", lane.drained.known().map(Lanes::json).orElse(null));
        var queue = document.putArray("queue");
        waiting.forEach(status -> queue.add(json(status)));
        return new Get.Item(
                key,
                key,
                List.of(
                        parts[0],
                        parts[1],
                        freeze.map(Lanes::words).orElse("-"),
                        lane.drained.known().map(Lanes::words).orElse("-"),
                        underWay.orElse("-"),
                        waiting.isEmpty()
                                ? "-"
                                : waiting.stream().map(this::words).collect(Collectors.joining(", "))),
                document);
    }

    private List<DeploymentStatus> waiting(Lane lane) {
        return Stream.concat(
                        lane.open.keySet().stream()
                                .flatMap(id -> Stream.ofNullable(queued.get(id)))
                                .sorted(ORDER)
                                .map(DeploymentQueued::getDeploymentId),
                        lane.open.keySet().stream().filter(id -> !queued.containsKey(id)))
                .flatMap(id -> Stream.ofNullable(lane.open.get(id)))
                .filter(Lanes::waits)
                .toList();
    }

    private static boolean waits(DeploymentStatus status) {
        return status.getPhase().equals("queued")
                || status.getPhase().equals("awaiting_approval")
                || (status.getPhase().equals("held") && status.getStatus() == DeploymentWord.in_progress);
    }

    private static Instant due(DeploymentQueued waits) {
        return waits.getNotBefore().isAfter(waits.getAskedAt()) ? waits.getNotBefore() : waits.getAskedAt();
    }

    private static String words(LaneFrozen freeze) {
        return freeze.getActor().getName() + ": " + freeze.getActor().getReason()
                + (freeze.getUntil().equals(Instant.EPOCH) ? "" : ", until " + freeze.getUntil());
    }

    private static String words(RegionDrained out) {
        return out.getRegion() + " by " + out.getActor().getName() + ": "
                + out.getActor().getReason();
    }

    private String words(DeploymentStatus status) {
        var time = Optional.ofNullable(queued.get(status.getDeploymentId()))
                .filter(waits -> waits.getNotBefore().isAfter(waits.getAt()))
                .map(waits -> ", at " + waits.getNotBefore())
                .orElse("");
        return status.getDeploymentId() + " (" + status.getPhase() + time + ")";
    }

    private static ObjectNode json(LaneFrozen freeze) {
        var document = JSON.createObjectNode()
                .put("by", freeze.getActor().getName())
                .put("why", freeze.getActor().getReason())
                .put("since", freeze.getAt().toString());
        return freeze.getUntil().equals(Instant.EPOCH)
                ? document
                : document.put("until", freeze.getUntil().toString());
    }

    private static ObjectNode json(RegionDrained out) {
        return JSON.createObjectNode()
                .put("region", out.getRegion())
                .put("by", out.getActor().getName())
                .put("why", out.getActor().getReason())
                .put("since", out.getAt().toString());
    }

    private ObjectNode json(DeploymentStatus status) {
        var document = JSON.createObjectNode()
                .put("id", status.getDeploymentId())
                .put("phase", status.getPhase())
                .put("reason", status.getReason());
        var waits = queued.get(status.getDeploymentId());
        return waits == null
                ? document
                : document.put("priority", waits.getPriority().name())
                        .put("due", due(waits).toString());
    }
}
