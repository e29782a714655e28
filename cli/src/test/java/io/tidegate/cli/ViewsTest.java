package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.judge.Evidence;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.DeploymentWord;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RegionWord;
import io.tidegate.schemas.avro.RunningService;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other tools build on, field by field, and what a person is shown of it. */
class ViewsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aDeploymentHasTheFieldsOfTheSpecification() {
        assertThat(DeploymentView.json(deployment())).isEqualTo(json("""
            {"id": "d-1", "estate": "shop", "environment": "production", "status": "rolling_back",
             "phase": "rolling_back", "currentWave": 2, "startTime": "2026-01-01T12:00:00Z",
             "estimatedCompletion": "2026-01-01T12:10:00Z",
             "regions": [{"region": "east", "status": "failed", "phase": "rolling_back", "servicesDeployed": 13,
               "servicesHealthy": 12, "rollbackAvailable": true,
               "validationResults": [{"name": "smoke", "outcome": "passed", "message": "30 of 30"}]}],
             "reason": "errors 12.4 % > 5 % in east"}
            """));
    }

    @Test
    void aRegionAddsItsDeploymentAndReason() {
        var item = Get.item("d-1/east", region("d-1", NOON)).orElseThrow();

        assertThat(fields(item.document()))
                .containsExactly(
                        "region",
                        "status",
                        "phase",
                        "servicesDeployed",
                        "servicesHealthy",
                        "rollbackAvailable",
                        "validationResults",
                        "deployment",
                        "estate",
                        "environment",
                        "reason");
        assertThat(item.name()).isEqualTo("east");
    }

    @Test
    void aServiceSaysWhatRunsAndItsShareOfTraffic() {
        assertThat(Get.item("east/api", service("east", "api")).orElseThrow().document())
                .isEqualTo(json("""
                    {"region": "east", "service": "api", "image": "shop/api:2", "phase": "deployed",
                     "health": "healthy", "replicas": 2, "deployment": "d-1", "estate": "shop",
                     "environment": "production", "weights": {"2": 75, "1": 25}}
                    """));
    }

    @Test
    void anExplanationHasTheFieldsThatOtherToolsBuildOn() {
        var document = Explain.answer("d-1", List.of(decision())).document();

        assertThat(fields(document)).containsExactly("id", "decisions");
        var decision = document.at("/decisions/0");
        assertThat(fields(decision)).containsExactly("at", "decision", "rule", "evidence", "region", "service");
        assertThat(decision.path("at").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(decision.path("rule").asText()).isEqualTo("errors");
        assertThat(fields(decision.path("evidence")))
                .contains("message", "metric", "value", "limit", "samples", "pValue", "windowSeconds");
    }

    @Test
    void theSuiteIsShownWithoutWhatItKeepsForItself() throws IOException {
        var suite = (ObjectNode) JSON.readTree("""
            {"supervisor": 1, "components": [{"name": "planner", "region": "east", "address": "http://127.0.0.1:1",
             "ready": true, "pid": 2}], "ready": true, "kafka": {"east": "127.0.0.1:9"}, "registry": "http://r"}
            """);
        var shown = SuiteView.of(suite).document();

        assertThat(fields(shown)).contains("components", "kafka", "registry").doesNotContain("supervisor");
        assertThat(fields(shown.at("/components/0"))).contains("name", "region", "address", "ready");
        assertThat(SuiteView.of(suite).names()).containsExactly("planner@east");
    }

    @Test
    void aListIsPrintedAsTableJsonYamlAndNames() {
        var answer = Get.answer(
                Get.Kind.DEPLOYMENTS, List.of(Get.item("d-1", deployment()).orElseThrow()));

        assertThat(printed(answer, Output.NAME)).isEqualTo("d-1\n");
        assertThat(printed(answer, Output.YAML)).startsWith("- id: d-1\n").contains("servicesDeployed: 13");
        assertThat(printed(answer, Output.JSON)).startsWith("[ {");
        assertThat(printed(answer, Output.TABLE)).startsWith("ID ").contains("\nd-1   shop ");
    }

    @Test
    void aDeploymentIsDescribedOnOneScreenWithTheReasonWhy() {
        var text = description()
                .text(Describe.Kind.DEPLOYMENT, "d-1", List.of(decision()))
                .orElseThrow();

        assertThat(text).contains("Why          errors 12.4 % > 5 % in east\n", "smoke passed", "12:00:00");
        assertThat(text.lines().count()).isLessThan(24);
    }

    @Test
    void aRegionIsDescribedWithItsServices() {
        var text = description()
                .text(Describe.Kind.REGION, "east", List.of(decision()))
                .orElseThrow();

        assertThat(text).contains("Why ", "SERVICE", "shop/api:2", "1 25 %, 2 75 %");
    }

    @Test
    void aServiceIsDescribedInEveryRegionWithTheLastVerdict() {
        var text = description()
                .text(Describe.Kind.SERVICE, "api", List.of(decision()))
                .orElseThrow();

        assertThat(text).contains("Why          12.4 % of requests failed\n", "east", "west");
    }

    @Test
    void ofARegionTheNewestDeploymentCounts() {
        var description = new Description();
        description.hear(region("d-2", NOON.plusSeconds(9)));
        description.hear(region("d-1", NOON));

        assertThat(description.deploymentOf(Describe.Kind.REGION, "east")).contains("d-2");
    }

    @Test
    void whatIsNotThereIsNotDescribedAndWhatIsThereIsNamed() {
        assertThat(description().text(Describe.Kind.SERVICE, "apy", List.of())).isEmpty();
        assertThat(description().names(Describe.Kind.SERVICE)).containsExactly("api");
    }

    @Test
    void whatRunsIsTheLastImageOfEachServiceOfThisEnvironmentAlone() {
        var running = new WhatRuns("shop", "production");
        running.hear(service("east", "api"));
        running.hear(service("west", "api"));
        running.hear(
                ServiceStatus.newBuilder(service("west", "api")).setRuns(null).build());
        running.hear(ServiceStatus.newBuilder(service("north", "api"))
                .setEnvironment("staging")
                .build());

        assertThat(running.workloads().get("east")).containsOnlyKeys("api");
        assertThat(running.workloads().get("west")).isEmpty();
        assertThat(running.workloads()).doesNotContainKey("north");
    }

    @Test
    void aDeploymentThatFailedItsValidationEndsWithTwelve() {
        var failed = DeploymentStatus.newBuilder(deployment())
                .setPhase("failed")
                .setRegions(List.of(RegionState.newBuilder(state())
                        .setValidationResults(List.of(
                                new ValidationResult("smoke", ValidationOutcome.failed, "3 of 30 failed", NOON)))
                        .build()))
                .build();

        assertThat(DeploymentView.exitCode(failed).number()).isEqualTo(12);
    }

    private static Description description() {
        var description = new Description();
        description.hear(deployment());
        description.hear(region("d-1", NOON));
        description.hear(service("east", "api"));
        description.hear(service("west", "api"));
        return description;
    }

    private static DeploymentStatus deployment() {
        return DeploymentStatus.newBuilder()
                .setDeploymentId("d-1")
                .setEstate("shop")
                .setEnvironment("production")
                .setStatus(DeploymentWord.rolling_back)
                .setPhase("rolling_back")
                .setCurrentWave(2)
                .setStartTime(NOON)
                .setEstimatedCompletion(NOON.plusSeconds(600))
                .setRegions(List.of(state()))
                .setReason("errors 12.4 % > 5 % in east")
                .build();
    }

    private static RegionState state() {
        return RegionState.newBuilder()
                .setRegion("east")
                .setStatus(RegionWord.failed)
                .setPhase("rolling_back")
                .setServicesDeployed(13)
                .setServicesHealthy(12)
                .setRollbackAvailable(true)
                .setValidationResults(
                        List.of(new ValidationResult("smoke", ValidationOutcome.passed, "30 of 30", NOON)))
                .build();
    }

    private static RegionStatus region(String deployment, Instant at) {
        return RegionStatus.newBuilder()
                .setDeploymentId(deployment)
                .setEstate("shop")
                .setEnvironment("production")
                .setState(state())
                .setUpdatedAt(at)
                .build();
    }

    private static ServiceStatus service(String region, String service) {
        return ServiceStatus.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(region)
                .setService(service)
                .setImage("shop/" + service + ":2")
                .setRuns(RunningService.newBuilder()
                        .setService(service)
                        .setImage("shop/" + service + ":2")
                        .build())
                .setPhase("deployed")
                .setWeights(Map.of("1", 25, "2", 75))
                .setHealth("healthy")
                .setReplicas(2)
                .setDeploymentId("d-1")
                .setUpdatedAt(NOON)
                .build();
    }

    private static Decision decision() {
        return new Decision(
                NOON,
                "found_unhealthy",
                "errors",
                "east",
                "api",
                "12.4 % of requests failed",
                Optional.of(new Evidence(
                        "errors",
                        "error_share",
                        0.124,
                        0.05,
                        Optional.empty(),
                        1000,
                        Optional.empty(),
                        Duration.ofSeconds(6),
                        Optional.empty(),
                        "12.4 % of requests failed",
                        List.of())));
    }

    private static String printed(Answer answer, Output output) {
        var out = new StringWriter();
        answer.print(output, new PrintWriter(out, true));
        return out.toString();
    }

    private static List<String> fields(JsonNode node) {
        return List.copyOf(node.propertyStream().map(Map.Entry::getKey).toList());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
