package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.estate.Workload;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.testing.Plans;
import io.tidegate.health.watch.Watch.Subject;
import io.tidegate.schemas.avro.DeploymentStarted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a deployment's budget of false alarms is shared among its trials, in all regions. */
final class WatchMappingTest {
    private static final String ESTATE = """
        apiVersion: tidegate.io/v1
        kind: Estate
        metadata: {name: shop}
        spec:
          regions:
            - {name: east, role: primary, wave: 1, trafficShare: 50}
            - {name: west, role: regional, wave: 2, trafficShare: 30}
            - {name: small, role: regional, wave: 2, trafficShare: 20, services: [db]}
          services:
            - {name: db, image: 'shop/db:1', port: 80}
            - {name: prices, image: 'shop/prices:1', port: 80, dependsOn: [db]}
            - {name: cart, image: 'shop/cart:1', port: 80, dependsOn: [prices]}
        """;
    private static final double BUDGET = 0.001;

    /** Version 2 of prices and cart, where version 1 of all runs; in the west the new cart runs already. */
    private static DeploymentStarted started() {
        return Plans.started(
                ESTATE,
                List.of("prices", "cart"),
                Map.of("east", running("1"), "west", running("2"), "small", running("1")));
    }

    private static Map<String, Workload> running(String cart) {
        return Map.of(
                "db", Shop.workload("shop/db:1"),
                "prices", Shop.workload("shop/prices:1"),
                "cart", Shop.workload("shop/cart:" + cart));
    }

    private static List<Subject> onTrial(String region) {
        return WatchMapping.begin(started(), region).stream()
                .flatMap(watch -> watch.subjects().values().stream())
                .filter(subject -> !subject.witness())
                .toList();
    }

    @Test
    void theTrialsOfAllRegionsTogetherSpendWhatTheDeploymentMaySpend() {
        assertThat(onTrial("east")).extracting(Subject::service).containsExactlyInAnyOrder("prices", "cart");
        assertThat(onTrial("west")).extracting(Subject::service).containsExactly("prices");
        assertThat(onTrial("small")).isEmpty();
        double spent = List.of("east", "west", "small").stream()
                .flatMap(region -> onTrial(region).stream())
                .mapToDouble(subject -> subject.trial().limits().falseAlarms())
                .sum();
        assertThat(spent).isCloseTo(BUDGET, within(1e-12));
    }

    @Test
    void eachOfThemHasAnEqualPart() {
        assertThat(onTrial("east"))
                .extracting(subject -> subject.trial().limits().falseAlarms())
                .containsOnly(BUDGET / 3);
    }
}
