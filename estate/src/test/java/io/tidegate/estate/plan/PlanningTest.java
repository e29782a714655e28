package io.tidegate.estate.plan;

import static io.tidegate.estate.plan.Estates.example;
import static io.tidegate.estate.plan.Estates.planned;
import static io.tidegate.estate.plan.Estates.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.HttpTest;
import io.tidegate.estate.Image;
import io.tidegate.estate.Resources;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Workload;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanningTest {
    @Test
    void theExampleTakesWhatTheSpecificationSays() throws IOException {
        var plan = planned(example(), "production");

        assertThat(plan.estimate()).isEqualTo(new SecondsRange(315, 450));
        assertThat(plan.phases()).hasSize(7);
        assertThat(plan.waves())
                .extracting(PlannedWave::regions)
                .containsExactly(List.of("us-east-1"), List.of("us-west-2"), List.of("eu-west-1"));
    }

    /** The end that was announced was once the whole estate's estimate for each wave, whatever changed. */
    @Test
    void aDeploymentOfOneServiceTakesThatServicesTimeInEachWaveAndItsCanarysPauses() throws IOException {
        var estate = example();
        var all = planned(estate, "production");
        var running = new TreeMap<String, Map<String, Workload>>();
        for (RegionPlan region : all.regions()) {
            running.put(
                    region.region(),
                    region.services().stream().collect(Collectors.toMap(ServicePlan::service, ServicePlan::workload)));
        }
        var images = Map.of("code-base-crawler", new Image("code-platform/code-base-crawler:9"));

        var plan = ((PlanResult.Planned) Planning.plan(estate, "production", images, running)).plan();

        var pauses =
                plan.policy().canaryStages().stream().map(CanaryStage::pause).reduce(Duration.ZERO, Duration::plus);
        assertThat(plan.longest())
                .isEqualTo(Duration.ofMinutes(6)
                        .plus(pauses.multipliedBy(3))
                        .plus(plan.policy().stability()));
        assertThat(all.longest().toSeconds()).isGreaterThan(450);
    }

    @Test
    void theExamplesRegionsRunThirteenEightAndTenServices() throws IOException {
        assertThat(planned(example(), "production").regions())
                .extracting(region -> region.services().size())
                .containsExactly(13, 8, 10);
    }

    @Test
    void theExamplesCriticalPathEndsAtTheGateway() throws IOException {
        assertThat(planned(example(), "production").criticalPath())
                .startsWith("postgres")
                .contains("auth-service")
                .endsWith("api-gateway");
    }

    @Test
    void anEnvironmentWithSingleReplicasHasOneOfEach() throws IOException {
        assertThat(planned(example(), "demo").regions().getFirst().services())
                .allMatch(service -> service.workload().replicas() == 1);
    }

    @Test
    void anUnknownEnvironmentIsRefusedWithThoseThereAre() throws IOException {
        assertThat(Planning.plan(example(), "prod", Map.of(), Map.of()))
                .isInstanceOfSatisfying(PlanResult.Refused.class, refused -> assertThat(refused.message())
                        .contains("production"));
    }

    @Test
    void anImageForAnUnknownServiceIsRefused() throws IOException {
        assertThat(Planning.plan(example(), "production", Map.of("nginx", new Image("nginx:1")), Map.of()))
                .isInstanceOf(PlanResult.Refused.class);
    }

    @Test
    void whatRunsAlreadyDoesNotChange() throws IOException {
        var redis = service(planned(example(), "production").regions().getFirst(), "redis");
        var running = Map.of("us-east-1", Map.of("redis", redis.workload()));
        var plan = ((PlanResult.Planned) Planning.plan(example(), "production", Map.of(), running)).plan();

        assertThat(plan.regions().getFirst().services())
                .filteredOn(service -> !service.changes())
                .extracting(ServicePlan::service)
                .containsExactly("redis");
    }

    /** A deployment that only asked for more memory once said that nothing changes. */
    @Test
    void whatChangesIsSaidPartByPart() throws IOException {
        var wanted = service(planned(example(), "production").regions().getFirst(), "redis");
        var former = new Workload(
                wanted.image(),
                wanted.workload().replicas() + 1,
                wanted.workload().port(),
                Resources.NONE,
                wanted.workload().health());
        var running = Map.of("us-east-1", Map.of("redis", former));
        var plan = ((PlanResult.Planned) Planning.plan(example(), "production", Map.of(), running)).plan();

        var redis = service(plan.regions().getFirst(), "redis");
        assertThat(redis.changes()).isTrue();
        assertThat(redis.bringsImage()).isFalse();
        assertThat(Changed.of(redis)).containsExactly("replicas", "resources");
        assertThat(Changed.of(wanted)).containsExactly("new");
    }

    @Test
    void whatTheEstateNoLongerHasIsRetired() throws IOException {
        var redis = service(planned(example(), "production").regions().getFirst(), "redis")
                .workload();
        var running = Map.of("us-east-1", Map.of("old-cache", redis, "redis", redis));
        var plan = ((PlanResult.Planned) Planning.plan(example(), "production", Map.of(), running)).plan();

        assertThat(plan.regions().getFirst().retired()).isEqualTo(Map.of("old-cache", redis));
        assertThat(plan.regions().getLast().retired()).isEmpty();
        assertThat(PlanJson.of(plan).at("/regions/0/changes").findValuesAsText("service"))
                .contains("old-cache");
    }

    @Test
    void everyServiceStartsAfterAllThatItDependsOnInAnyEstate() {
        for (int seed = 0; seed < 300; seed++) {
            var region =
                    planned(random(new Random(seed)), "production").regions().getFirst();
            var before = new HashSet<String>();
            for (List<String> group : region.order()) {
                for (String name : group) {
                    assertThat(before)
                            .as("seed %d", seed)
                            .containsAll(service(region, name).dependsOn());
                }
                before.addAll(group);
            }
            assertThat(before).as("seed %d", seed).hasSize(region.services().size());
            assertThat(region.order().stream().mapToInt(List::size).sum())
                    .as("seed %d", seed)
                    .isEqualTo(before.size());
        }
    }

    @Test
    void theLongestRemainingPathIsTheServicesOwnTimePlusTheLongestAfterIt() {
        for (int seed = 0; seed < 100; seed++) {
            var region =
                    planned(random(new Random(seed)), "production").regions().getFirst();
            for (ServicePlan service : region.services()) {
                int after = region.services().stream()
                        .filter(other -> other.dependsOn().contains(service.service()))
                        .mapToInt(ServicePlan::remainingSeconds)
                        .max()
                        .orElse(0);
                assertThat(service.remainingSeconds())
                        .as("seed %d, %s", seed, service.service())
                        .isEqualTo(service.estimate().max() + after);
            }
        }
    }

    @Test
    void rollbackGoesThroughTheGroupsInReverse() throws IOException {
        var region = planned(example(), "production").regions().getFirst();

        assertThat(region.reverseOrder().getLast()).isEqualTo(region.order().getFirst());
        assertThat(region.reverseOrder().getFirst()).isEqualTo(region.order().getLast());
    }

    private static ServicePlan service(RegionPlan region, String name) {
        return region.services().stream()
                .filter(service -> service.service().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void environmentsGiveWhatTheSpecificationSaysOfCpuMemoryAndStorage() throws IOException {
        assertThat(resources("development")).isEqualTo(new Resources(1000, 2L << 30, 2000, 4L << 30, 5L << 30, 1));
        assertThat(resources("staging")).isEqualTo(new Resources(1500, 3L << 30, 3000, 6L << 30, 10L << 30, 1));
        assertThat(resources("production")).isEqualTo(new Resources(2000, 4L << 30, 4000, 8L << 30, 20L << 30, 1));
    }

    @Test
    void replicasAreSingleInDevelopmentFewerInStagingAndWholeInProduction() throws IOException {
        assertThat(replicas("development")).isEqualTo(1);
        assertThat(replicas("staging")).isEqualTo(2);
        assertThat(replicas("production")).isEqualTo(3);
    }

    @Test
    void whatCannotBeUndoneIsSaidOnceForWhatChanges() throws IOException {
        var text = Files.readString(Path.of("src/test/resources/estates/valid/everything.yaml"))
                .replace("kind: contract, reversible: true", "kind: contract");
        var estate = ((Reading.Read) EstateReader.read(text, "everything.yaml")).estate();

        assertThat(planned(estate, "production").irreversible())
                .singleElement()
                .asString()
                .contains("'db'", "contract migration", "restores the image, not the data");
        var db = service(planned(estate, "production").regions().getFirst(), "db")
                .workload();
        var running = Map.of("east", Map.of("db", db), "west", Map.of("db", db));
        assertThat(((PlanResult.Planned) Planning.plan(estate, "production", Map.of(), running))
                        .plan()
                        .irreversible())
                .isEmpty();
    }

    private static Resources resources(String environment) throws IOException {
        return service(planned(example(), environment).regions().getFirst(), "circle-of-experts")
                .workload()
                .resources();
    }

    private static int replicas(String environment) throws IOException {
        return service(planned(example(), environment).regions().getFirst(), "circle-of-experts")
                .workload()
                .replicas();
    }

    @Test
    void aRegionIsAskedTheTestsOfWhatRunsThereAndConnectivityIsFoundOutInTheOthers() {
        var text = """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  regions:
                    - {name: east, trafficShare: 60, validations: [smoke]}
                    - {name: west, trafficShare: 40, wave: 2, services: [db], validations: [smoke, residency]}
                  services:
                    - {name: db, image: "db:1"}
                    - {name: api, image: "api:1", dependsOn: [db]}
                  validators:
                    - validates: smoke
                      http:
                        - {name: db, service: db, path: "/${region}"}
                        - {name: api, service: api, path: /, expect: {text: ["${version} ${environment}"]}}
                    - validates: connectivity
                      http: [{name: reached, service: api, path: /}, {name: stored, service: db, path: /}]
                """;
        var estate = ((Reading.Read) EstateReader.read(text, "estate.yaml")).estate();

        var planning = Planning.plan(estate, "production", Map.of("api", new Image("api:2")), Map.of());
        var plan = ((PlanResult.Planned) planning).plan();

        var east = plan.regions().getFirst();
        var west = plan.regions().getLast();
        assertThat(east.validator(Validation.SMOKE).orElseThrow().tests())
                .extracting(HttpTest::region, HttpTest::path, test -> test.expectation()
                        .texts())
                .containsExactly(tuple("east", "/east", List.of()), tuple("east", "/", List.of("2 production")));
        assertThat(west.validator(Validation.SMOKE).orElseThrow().tests())
                .extracting(HttpTest::name)
                .containsExactly("db");
        assertThat(east.validator(Validation.CONNECTIVITY).orElseThrow().tests())
                .extracting(HttpTest::region, HttpTest::service)
                .containsExactly(tuple("west", "db"));
        assertThat(west.validator(Validation.CONNECTIVITY).orElseThrow().tests())
                .extracting(HttpTest::region, HttpTest::service)
                .containsExactly(tuple("east", "api"), tuple("east", "db"));
        assertThat(west.without(List.of("west")).validator(Validation.CONNECTIVITY))
                .isEqualTo(west.validator(Validation.CONNECTIVITY));
        assertThat(west.without(List.of("east")).validators())
                .as("of the region itself alone")
                .containsExactly(west.validator(Validation.SMOKE).orElseThrow());
        assertThat(PlanJson.of(plan).at("/regions/1/validations").toString())
                .isEqualTo("{\"smoke\":\"1 HTTP test\",\"residency\":\"no validator, so it stays unknown\","
                        + "\"connectivity\":\"2 HTTP tests\"}");
    }
}
