package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.DeploymentPriority;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.DeploymentWord;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionUndrained;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class LanesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String KEY = "shop/production";

    private final Lanes lanes = new Lanes();

    private Get.Item hear(SpecificRecord record) {
        return lanes.item(KEY, record, NOON).orElseThrow();
    }

    private static LaneFrozen frozen(int second, Instant until) {
        return LaneFrozen.newBuilder()
                .setActor(Actor.newBuilder()
                        .setName("ada")
                        .setReason("stocktaking")
                        .build())
                .setUntil(until)
                .setAt(NOON.plusSeconds(second))
                .build();
    }

    private static LaneUnfrozen unfrozen(int second) {
        return LaneUnfrozen.newBuilder().setAt(NOON.plusSeconds(second)).build();
    }

    private static DeploymentQueued queued(String id, int second, DeploymentPriority priority, Instant notBefore) {
        return DeploymentQueued.newBuilder()
                .setDeploymentId(id)
                .setPriority(priority)
                .setNotBefore(notBefore)
                .setAt(NOON.plusSeconds(second))
                .build();
    }

    private static DeploymentStatus status(String id, String phase) {
        return DeploymentStatus.newBuilder()
                .setDeploymentId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .setStatus(DeploymentWord.in_progress)
                .setPhase(phase)
                .setStartTime(NOON)
                .setEstimatedCompletion(NOON)
                .setRegions(List.of())
                .build();
    }

    @Test
    void aFreezeSaysWhoAndWhyUntilItIsLifted() {
        var item = hear(frozen(1, Instant.EPOCH));

        assertThat(item.row().get(2)).isEqualTo("ada: stocktaking");
        assertThat(item.document().path("freeze").path("by").asText()).isEqualTo("ada");
        assertThat(hear(unfrozen(2)).row().get(2)).isEqualTo("-");
    }

    @Test
    void aFreezeThatIsOverByItselfIsNone() {
        assertThat(hear(frozen(-9, NOON.minusSeconds(1))).row().get(2)).isEqualTo("-");
        assertThat(hear(frozen(-8, NOON.plusSeconds(1))).row().get(2)).contains("until 2026-01-01T12:00:01Z");
    }

    /** Two planners speak of a lane, one after the other; what the first said may come last. */
    @Test
    void whatWasSaidLastCountsWheneverItComes() {
        hear(unfrozen(5));

        assertThat(hear(frozen(1, Instant.EPOCH)).row().get(2)).isEqualTo("-");
    }

    @Test
    void aRegionThatIsOutIsNamedUntilItIsIn() {
        var out = hear(RegionDrained.newBuilder()
                .setRegion("west")
                .setActor(Actor.newBuilder().setName("ada").setReason("works").build())
                .setAt(NOON)
                .build());
        var in = hear(RegionUndrained.newBuilder()
                .setRegion("west")
                .setAt(NOON.plusSeconds(1))
                .build());

        assertThat(out.row().get(3)).isEqualTo("west by ada: works");
        assertThat(out.document().path("drained").path("region").asText()).isEqualTo("west");
        assertThat(in.row().get(3)).isEqualTo("-");
        assertThat(in.document().path("drained").isNull()).isTrue();
    }

    @Test
    void whatWaitsIsListedInTheOrderOfItsTurns() {
        hear(status("d-now", "in_progress"));
        hear(queued("d-late", 1, DeploymentPriority.scheduled, NOON.plusSeconds(3600)));
        hear(queued("d-soon", 2, DeploymentPriority.scheduled, Instant.EPOCH));
        hear(queued("d-urgent", 3, DeploymentPriority.emergency, Instant.EPOCH));
        hear(status("d-late", "queued"));
        hear(status("d-soon", "awaiting_approval"));
        var item = hear(status("d-urgent", "queued"));

        assertThat(item.row().get(4)).isEqualTo("d-now");
        assertThat(item.row().get(5))
                .isEqualTo(
                        "d-urgent (queued), d-soon (awaiting_approval)," + " d-late (queued, at 2026-01-01T13:00:00Z)");
        assertThat(item.document().path("queue").findValuesAsText("id"))
                .containsExactly("d-urgent", "d-soon", "d-late");
        assertThat(hear(status("d-urgent", "cancelled")).row().get(5)).doesNotContain("d-urgent");
    }
}
