package io.tidegate.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String REGION = "us-west-2";

    @Test
    void aPlainVersionHasNoFaults() {
        assertThat(Faults.of("2.0.0", REGION)).isEqualTo(Faults.NONE);
        assertThat(Faults.of("16-alpine", REGION)).isEqualTo(Faults.NONE);
    }

    @Test
    void everyFaultCanBeOrderedByTheTag() {
        var faults =
                Faults.of("2.0.0-errors20-latency300-leak50-crash-slowstart7-neverready-deepfail-bursts5-mute", REGION);

        assertThat(faults).isEqualTo(new Faults(0.2, 300, 50, true, 7, true, true, 5, true));
    }

    @Test
    void aFaultThatIsLimitedToOneRegionIsFoundThereAlone() {
        assertThat(Faults.of("2.0.0-errors20.us-west-2", REGION).errorShare()).isEqualTo(0.2);
        assertThat(Faults.of("2.0.0-errors20.us-west-2", "eu-west-1")).isEqualTo(Faults.NONE);
        assertThat(Faults.of("2.0.0-errors20.us-west-2-deepfail", "eu-west-1"))
                .isEqualTo(Faults.NONE.overlaid(new JsonObject().put("failDeepCheck", true)));
    }

    @Test
    void everyFaultCanBeOrderedAtRunTimeAndTheRestStaysAsItIs() {
        var ordered = new JsonObject("""
            {"errorShare": 0.5, "addedLatencyMillis": 20, "memoryGrowthMiBPerSecond": 9, "crash": true,
             "slowStartSeconds": 3, "neverReady": true, "failDeepCheck": true, "burst": 4, "mute": true}\
            """);

        assertThat(Faults.NONE.overlaid(ordered)).isEqualTo(new Faults(0.5, 20, 9, true, 3, true, true, 4, true));
        assertThat(Faults.of("2.0.0-errors20", REGION)
                        .overlaid(new JsonObject().put("burst", 5))
                        .errorShare())
                .isEqualTo(0.2);
    }

    @Test
    void anOrderThatSaysNothingKnownIsRefusedWithTheWordsThatAre() {
        assertThat(Faults.problem(new JsonObject().put("errors", 20)))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("'errors'").contains("errorShare"));
        assertThat(Faults.problem(new JsonObject().put("errorShare", "20 %"))).isPresent();
        assertThat(Faults.problem(new JsonObject().put("errorShare", 20))).isPresent();
        assertThat(Faults.problem(new JsonObject().put("slowStartSeconds", -1))).isPresent();
        assertThat(Faults.problem(new JsonObject().put("errorShare", 0.2).put("version", "2.0.0")))
                .isEmpty();
    }

    @Test
    void memoryGrowsFromTheOrderOnAndNotFromTheStartOfTheReplica() {
        var metrics = new ReplicaMetrics();
        var leak = Faults.NONE.overlaid(new JsonObject().put("memoryGrowthMiBPerSecond", 10));
        var noon = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(metrics.text(leak, noon)).contains("process_resident_memory_bytes " + 96 * 1024 * 1024);
        assertThat(metrics.text(leak, noon.plusSeconds(2)))
                .contains("process_resident_memory_bytes " + (96 + 20) * 1024 * 1024);
        assertThat(metrics.text(Faults.NONE, noon.plusSeconds(3)))
                .contains("process_resident_memory_bytes " + 96 * 1024 * 1024);
    }

    @Test
    void aMuteVersionTellsOfItsMemoryAndNotOfItsRequests() {
        var metrics = new ReplicaMetrics();
        metrics.served(200, 0.01);
        var noon = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(metrics.text(Faults.NONE, noon)).contains("http_requests_total{code=\"200\"} 1");
        assertThat(metrics.text(Faults.of("2.0.0-mute", REGION), noon))
                .contains("process_resident_memory_bytes")
                .doesNotContain("http_request");
    }
}
