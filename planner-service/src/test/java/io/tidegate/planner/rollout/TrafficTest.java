package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private static Map<String, Integer> shares(int east, int west, int south, Optional<String> out) {
        var text = """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  regions:
                    - {name: east, role: primary, wave: 1, trafficShare: %d}
                    - {name: west, role: standby, wave: 2, trafficShare: %d}
                    - {name: south, role: regional, wave: 3, trafficShare: %d}
                  services:
                    - {name: api, image: 'shop/api:1', port: 80}
                """.formatted(east, west, south);
        if (!(EstateReader.read(text, "shop.yaml") instanceof Reading.Read(var estate))
                || !(Planning.plan(estate, "production", Map.of(), Map.of()) instanceof PlanResult.Planned(var plan))) {
            throw new IllegalStateException("the shop's estate is no estate");
        }
        return Traffic.shares(
                Traffic.wanted(plan),
                out.map(region -> new Drained(region, new Actor("alice", "works", "test"), Instant.EPOCH)));
    }

    @Test
    void withAllRegionsInItIsAsTheEstateWantsIt() {
        assertThat(shares(60, 25, 15, Optional.empty())).isEqualTo(Map.of("east", 60, "west", 25, "south", 15));
    }

    @Test
    void whatARegionThatIsOutHadGoesToTheOthersByTheirShares() {
        assertThat(shares(60, 25, 15, Optional.of("east"))).isEqualTo(Map.of("east", 0, "west", 62, "south", 38));
        assertThat(shares(60, 25, 15, Optional.of("south"))).isEqualTo(Map.of("east", 71, "west", 29, "south", 0));
    }

    @Test
    void othersThatGetNothingShareEqually() {
        assertThat(shares(100, 0, 0, Optional.of("east"))).isEqualTo(Map.of("east", 0, "west", 50, "south", 50));
    }
}
