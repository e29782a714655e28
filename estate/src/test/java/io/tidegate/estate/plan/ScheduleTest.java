package io.tidegate.estate.plan;

import static io.tidegate.estate.plan.Estates.example;
import static io.tidegate.estate.plan.Estates.planned;
import static io.tidegate.estate.plan.Estates.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.plan.Schedule.Turn;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void everyServiceStartsAfterAllThatItDependsOnHasEnded() {
        forAnyEstate((region, schedule, policy) -> {
            var turns = byName(schedule);
            for (ServicePlan service : region.services()) {
                for (String need : service.dependsOn()) {
                    assertThat(at(turns, service.service()).start())
                            .isGreaterThanOrEqualTo(at(turns, need).end());
                }
            }
        });
    }

    @Test
    void neverAreMoreInWorkThanThePolicySays() {
        forAnyEstate((region, schedule, policy) -> {
            for (Turn turn : schedule.turns()) {
                int moment = turn.start();
                assertThat(schedule.turns())
                        .filteredOn(other -> other.start() <= moment && moment < other.end())
                        .hasSizeLessThanOrEqualTo(policy.concurrency());
            }
        });
    }

    @Test
    void everyServiceHasOneTurnOfItsOwnLength() {
        forAnyEstate((region, schedule, policy) -> {
            assertThat(schedule.turns())
                    .extracting(Turn::service)
                    .containsExactlyInAnyOrderElementsOf(
                            region.services().stream().map(ServicePlan::service).toList());
            var turns = byName(schedule);
            for (ServicePlan service : region.services()) {
                var turn = at(turns, service.service());
                assertThat(turn.end() - turn.start())
                        .isEqualTo(service.estimate().max());
            }
        });
    }

    @Test
    void nothingWaitsWhileItCouldStart() {
        forAnyEstate((region, schedule, policy) -> {
            var turns = byName(schedule);
            for (ServicePlan service : region.services()) {
                int start = at(turns, service.service()).start();
                int needed = service.dependsOn().stream()
                        .mapToInt(need -> at(turns, need).end())
                        .max()
                        .orElse(0);
                if (start > needed) {
                    assertThat(schedule.turns())
                            .filteredOn(other -> other.start() < start && start <= other.end())
                            .hasSizeGreaterThanOrEqualTo(policy.concurrency());
                }
            }
        });
    }

    @Test
    void ofThoseThatMayStartTheLongestRemainingPathGoesFirst() throws IOException {
        var region = planned(example(), "production").regions().getFirst();

        assertThat(Schedule.of(region, with(1, false)).turns())
                .extracting(Turn::service)
                .containsSubsequence(
                        "postgres", "redis", "auth-service", "mcp-memory", "circle-of-experts", "api-gateway")
                .startsWith("postgres", "redis", "auth-service");
    }

    @Test
    void oneAtATimeTakesTheSumOfAllTimes() throws IOException {
        var region = planned(example(), "production").regions().getFirst();
        int sum = region.services().stream()
                .mapToInt(service -> service.estimate().max())
                .sum();

        assertThat(Schedule.of(region, with(1, false)).seconds()).isEqualTo(sum);
    }

    @Test
    void withBarriersTheExamplesPhasesFollowEachOther() throws IOException {
        var region = planned(example(), "production").regions().getFirst();

        // The specification counts phase 7 once, but its Grafana waits for its Prometheus.
        assertThat(Schedule.estimate(region, with(10, true))).isEqualTo(new SecondsRange(315 + 45, 450 + 60));
    }

    @Test
    void whatDoesNotChangeTakesNoTime() throws IOException {
        var redis = planned(example(), "production").regions().getFirst().services().stream()
                .filter(service -> service.service().equals("redis"))
                .findFirst()
                .orElseThrow();
        var running = Map.of("us-east-1", Map.of("redis", redis.workload()));
        var region = ((PlanResult.Planned) Planning.plan(example(), "production", Map.of(), running))
                .plan()
                .regions()
                .getFirst();

        assertThat(Schedule.of(region, Policy.SPECIFICATION).turns())
                .hasSize(12)
                .extracting(Turn::service)
                .doesNotContain("redis");
    }

    @Test
    void reverseOrderTakesEveryServiceBackBeforeWhatItDependsOn() {
        forAnyEstate((region, schedule, policy) -> {
            var position = new HashMap<String, Integer>();
            var reverse = region.reverseOrder();
            for (int at = 0; at < reverse.size(); at++) {
                for (String name : reverse.get(at)) {
                    position.put(name, at);
                }
            }
            for (ServicePlan service : region.services()) {
                for (String need : service.dependsOn()) {
                    assertThat(position.getOrDefault(service.service(), -1))
                            .isLessThan(position.getOrDefault(need, -1));
                }
            }
        });
    }

    private interface Law {
        void holds(RegionPlan region, Schedule schedule, Policy policy);
    }

    /** Estates of up to 60 services, one to ten at once, each by its seed. */
    private static void forAnyEstate(Law law) {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var region = planned(random(random), "production").regions().getFirst();
            var policy = with(1 + random.nextInt(10), false);
            try {
                law.holds(region, Schedule.of(region, policy), policy);
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }

    private static Map<String, Turn> byName(Schedule schedule) {
        return schedule.turns().stream().collect(Collectors.toMap(Turn::service, Function.identity()));
    }

    private static Turn at(Map<String, Turn> turns, String service) {
        var turn = turns.get(service);
        if (turn == null) {
            throw new AssertionError("no turn for " + service);
        }
        return turn;
    }

    private static Policy with(int concurrency, boolean barriers) {
        var policy = Policy.SPECIFICATION;
        return new Policy(
                concurrency,
                barriers,
                policy.canaryStages(),
                policy.readyTimeout(),
                policy.analysisTimeout(),
                policy.stability(),
                policy.rollbackDeadline(),
                policy.triggers(),
                policy.budgets(),
                policy.approvals(),
                policy.freezes(),
                false,
                policy.objective());
    }
}
