package io.tidegate.eventlog.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.testing.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanMappingTest {
    @ParameterizedTest
    @ValueSource(strings = {"production", "staging", "development", "demo"})
    void aRegionsPlanSurvivesTheWire(String environment) throws IOException {
        var plan = plan(environment);
        var wire = PlanMapping.toWire(plan, "digest");

        for (RegionPlan region : plan.regions()) {
            assertThat(PlanMapping.regionFromWire(wire, region.region())).contains(region);
        }
        assertThat(PlanMapping.fromWire(wire.getPolicy())).isEqualTo(plan.policy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "demo"})
    void aPlanSurvivesAStore(String environment) throws IOException {
        var plan = plan(environment);
        try (var serde = JsonState.serde(Plan.class)) {
            var bytes = serde.serializer().serialize("plans", plan);
            assertThat(serde.deserializer().deserialize("plans", bytes)).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "expand"})
    void whatCannotBeUndoneIsSaidOnTheWire(String kind) throws IOException {
        var text = Files.readString(example())
                .replaceFirst("image: redis:7-alpine", "image: redis:7-alpine\n      migration: {kind: " + kind + "}");
        var wire = PlanMapping.toWire(plan(text, "production"), "digest");

        assertThat(wire.getIrreversible()).hasSize(kind.equals("contract") ? 1 : 0);
        assertThat(PlanMapping.regionFromWire(wire, "us-east-1"))
                .contains(plan(text, "production").regions().getFirst());
    }

    @Test
    void whatAnEnvironmentWantsBeforeSomethingBeginsSurvivesTheWireAndAStore() throws IOException {
        var text = Files.readString(example()).replace("- {name: production, replicas: full}", """
                - name: production
                      approvals: {required: 2, roles: [sre], expiry: 4h}
                      freezes:
                        - {name: nights, days: [friday], from: "18:30", to: "08:00", zone: Europe/Berlin}
                        - {name: holidays, first: "2026-12-20", last: "2027-01-03", zone: UTC, regions: [us-west-2]}""");
        var plan = plan(text, "production");
        var policy = plan.policy();
        assertThat(policy.approvals().required()).isEqualTo(2);
        assertThat(policy.freezes().windows()).hasSize(2);
        assertThat(PlanMapping.fromWire(PlanMapping.toWire(plan, "digest").getPolicy()))
                .isEqualTo(policy);
        try (var serde = JsonState.serde(Plan.class)) {
            var bytes = serde.serializer().serialize("plans", plan);
            assertThat(serde.deserializer().deserialize("plans", bytes)).isEqualTo(plan);
        }
    }

    @Test
    void rulesOfAnEstatesOwnSurviveTheWire() throws IOException {
        var rules = List.of(
                "        minimumRequests: 60",
                "        rules:",
                "          - {name: slower, when: p95 > 1.2 * baseline.p95, over: 1m, for: 45s, message: customers wait}",
                "          - {name: failing, when: error_rate > 0.02}");
        var text = Files.readString(example()).replace(rules.getFirst(), String.join("\n", rules));
        var policy = plan(text, "demo").policy();
        assertThat(policy.triggers().rules()).hasSize(2);
        assertThat(PlanMapping.fromWire(
                        PlanMapping.toWire(plan(text, "demo"), "digest").getPolicy()))
                .isEqualTo(policy);
    }

    @Test
    void aPlanThatWasKeptBeforeThereWereSuchRulesIsRead() throws IOException {
        var plan = plan("production");
        try (var serde = JsonState.serde(Plan.class)) {
            var json = new ObjectMapper().readTree(serde.serializer().serialize("plans", plan));
            ((ObjectNode) json.at("/policy")).remove("objective");
            ((ObjectNode) json.at("/policy/triggers")).remove("rules");
            var bytes = json.toString().getBytes(UTF_8);
            assertThat(serde.deserializer().deserialize("plans", bytes)).isEqualTo(plan);
        }
    }

    private static Path example() {
        return Path.of("..", "examples", "code-platform", "estate.yaml");
    }

    private static Plan plan(String environment) throws IOException {
        return plan(Files.readString(example()), environment);
    }

    private static Plan plan(String text, String environment) {
        var reading = EstateReader.read(text, "estate.yaml");
        assertThat(reading).isInstanceOf(Reading.Read.class);
        var running = Map.of("us-west-2", Map.of("redis", Shop.workload("redis:6")));
        var planned = Planning.plan(((Reading.Read) reading).estate(), environment, Map.of(), running);
        assertThat(planned).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) planned).plan();
    }
}
