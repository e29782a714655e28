package io.tidegate.estate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Allotment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Region;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Role;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Validation;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
                .allMatch(service -> service.replicas() == 1);
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
        var running = Map.of("us-east-1", Map.of("redis", new Image("redis:7-alpine")));
        var plan = ((PlanResult.Planned) Planning.plan(example(), "production", Map.of(), running)).plan();

        assertThat(plan.regions().getFirst().services())
                .filteredOn(service -> !service.changes())
                .extracting(ServicePlan::service)
                .containsExactly("redis");
    }

    @Test
    void everyServiceStartsAfterAllThatItDependsOnInAnyEstate() {
        for (int seed = 0; seed < 300; seed++) {
            var region = planned(randomEstate(new Random(seed)), "production")
                    .regions()
                    .getFirst();
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
            var region = planned(randomEstate(new Random(seed)), "production")
                    .regions()
                    .getFirst();
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

    private static Estate example() throws IOException {
        var file = Path.of("..", "examples", "code-platform", "estate.yaml");
        return switch (EstateReader.read(Files.readString(file), "estate.yaml")) {
            case Reading.Read(var estate) -> estate;
            case Reading.Rejected(var findings) -> throw new AssertionError(findings.toString());
        };
    }

    private static Plan planned(Estate estate, String environment) {
        return switch (Planning.plan(estate, environment, Map.of(), Map.of())) {
            case PlanResult.Planned(var plan) -> plan;
            case PlanResult.Refused(var message) -> throw new AssertionError(message);
        };
    }

    private static Estate randomEstate(Random random) {
        int size = 1 + random.nextInt(60);
        var services = new ArrayList<Service>();
        for (int number = 0; number < size; number++) {
            var needs = IntStream.range(0, number)
                    .filter(earlier -> random.nextInt(8) == 0)
                    .mapToObj(earlier -> "s" + earlier)
                    .toList();
            int min = random.nextInt(60);
            services.add(new Service(
                    "s" + number,
                    new Image("s:1"),
                    80,
                    1,
                    needs,
                    1,
                    Strategy.ROLLING,
                    new SecondsRange(min, min + random.nextInt(60)),
                    false,
                    Resources.NONE,
                    HealthSettings.SPECIFICATION,
                    Optional.empty()));
        }
        java.util.Collections.shuffle(services, random);
        var names = services.stream().map(Service::name).toList();
        return new Estate(
                "random",
                List.of(new Region(
                        "here",
                        Role.PRIMARY,
                        1,
                        100,
                        Duration.ofMillis(100),
                        names,
                        List.of(Validation.HEALTH),
                        Duration.ofMinutes(1))),
                List.of(),
                services,
                List.of(new io.tidegate.estate.Environment("production", Allotment.FULL, Policy.SPECIFICATION)));
    }
}
