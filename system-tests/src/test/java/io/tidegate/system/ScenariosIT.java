package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.system.history.Entry;
import io.tidegate.system.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes stand still, networks break, clocks are wrong: every deployment ends as it should, and the history is sound. */
@OnTheLocalSuite
@Order(7)
class ScenariosIT {
    private static final String FIRST = "us-east-1";
    private static final String SECOND = "us-west-2";
    private static final List<String> SERVICES =
            List.of("planner-service", "region-coordinator", "executor-service", "health-service");

    private static int versions;

    /** Each service of the region that says so dies at the same moment, and with them the planner that leads. */
    @ParameterizedTest(
            quoteTextArguments = false,
            name = "a deployment ends well though all services died while it was {0}")
    @Order(1)
    @CsvSource({
        "preparing,    '',       DeploymentStarted",
        "in a wave,    '',       StepRequested",
        "validating,   '',       RegionValidating",
        "rolling back, errors30, RegionRollingBack",
        "stabilising,  '',       StabilityWatchStarted"
    })
    void everyServiceIsKilledAtEachStage(String stage, String fault, String event, Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var before = deployments.reality();
            var version = next("5.0", fault);
            var begun = deployments.begin("counter=counter/counter:" + version);
            var region = deployments
                    .await("it is " + stage, entry -> isAbout(entry, begun.id(), event))
                    .region();

            SERVICES.forEach(service -> suite.kill(service, region));
            var leader = leader(deployments, begun);
            if (!leader.equals(region)) {
                suite.kill("planner-service", leader);
            }
            var killed = Instant.now();

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(fault.isEmpty() ? DONE : ROLLED_BACK);
            System.out.printf("%s: over %.1f s after all services of %s were killed%n", stage, since(killed), region);
            assertThat(deployments.reality().version(SECOND, "counter"))
                    .isEqualTo(fault.isEmpty() ? version : before.version(SECOND, "counter"));
            eachStepTookEffectOnce(deployments.history().of(begun.id()), suite.sandboxes());
            suite.awaitReady();
        }
    }

    /** One after the other, all of the region that is busy and of the planner that leads. */
    @Test
    @Order(2)
    void aDeploymentGoesOnAfterEachProcessStoodStill(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var version = next("5.1", "slowstart9." + SECOND);
            var begun = deployments.begin("counter=counter/counter:" + version);
            deployments.await("it is busy there", entry -> isStep(entry, begun.id(), SECOND));

            for (String name : SERVICES) {
                var region = name.equals("planner-service") ? leader(deployments, begun) : SECOND;
                suite.pause(name, region);
                try {
                    suite.awaitSilent(name, region);
                } finally {
                    suite.proceed(name, region);
                }
            }

            completes(deployments, begun, version);
        }
    }

    @ParameterizedTest(quoteTextArguments = false, name = "a deployment goes on after the {0} {1} was killed")
    @Order(3)
    @CsvSource({"broker, us-west-2", "mirror, ''"})
    void whatCarriesTheEventsIsKilledInTheMiddleOfADeployment(String name, String place, Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var version = next("5.2", "");
            int restarts = suite.component(name, place).path("restarts").asInt();
            var begun = deployments.begin("counter=counter/counter:" + version);
            deployments.await("it is busy there", entry -> isStep(entry, begun.id(), SECOND));

            suite.kill(name, place);
            var killed = Instant.now();
            suite.awaitRestarted(name, place, restarts);

            System.out.printf("%s %s was back %.1f s after it was killed%n", name, place, since(killed));
            completes(deployments, begun, version);
        }
    }

    @Test
    @Order(4)
    void replicationIsDownForAMinuteInTheMiddleOfADeployment(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var version = next("5.3", "");
            var begun = deployments.begin("counter=counter/counter:" + version);
            deployments.await("its first wave is busy", entry -> isStep(entry, begun.id(), FIRST));

            suite.pause("mirror", "");
            var over = Instant.now().plusSeconds(60);
            try {
                Awaitility.await("a minute").atMost(Duration.ofMinutes(2)).until(() -> Instant.now()
                        .isAfter(over));
                assertThat(deployments.history().of(begun.id()).entries())
                        .as("the second wave cannot begin")
                        .noneMatch(entry -> isStep(entry, begun.id(), SECOND));
            } finally {
                suite.proceed("mirror", "");
            }

            completes(deployments, begun, version);
            System.out.printf("completed %.1f s after replication was back%n", since(over));
        }
    }

    /** What is bad there is found and taken back there; the others hear of it once they can, and go back as well. */
    @Test
    @Order(5)
    void aRegionThatIsCutOffTakesABadVersionBackByItselfAndTheOthersFollowWhenItIsBack(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var before = deployments.reality();
            var version = next("5.4", "");
            var deployment = deployments.completed("counter=counter/counter:" + version);

            suite.cut(SECOND);
            var cut = Instant.now();
            try {
                suite.sandboxes().order(SECOND, "counter", "{\"version\": \"" + version + "\", \"errorShare\": 0.5}");
                deployments.await(RegionRolledBack.class, deployment, SECOND);
                System.out.printf("back by itself %.1f s after the region was cut off%n", since(cut));
                assertThat(deployments.reality().version(SECOND, "counter"))
                        .isEqualTo(before.version(SECOND, "counter"));
                assertThat(deployments.reality().version(FIRST, "counter")).isEqualTo(version);
            } finally {
                suite.heal(SECOND);
            }
            var healed = Instant.now();

            deployments.await(DeploymentRolledBack.class, deployment);
            System.out.printf("all regions agree %.1f s after it was reached again%n", since(healed));
            suite.sandboxes().heal("counter");
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    @ParameterizedTest(quoteTextArguments = false, name = "the clock of the {0} ({1}) is ten minutes ahead")
    @Order(6)
    @CsvSource({"region-coordinator, us-west-2", "health-service,     us-west-2", "planner-service,    leader"})
    void aClockIsWrong(String name, String place, Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var region = place.equals("leader") ? leader(deployments) : place;
            int restarts = suite.component(name, region).path("restarts").asInt();
            ClockSkew.of(suite.component(name, region).path("pid").asLong(), suite.calls());
            try {
                var version = next("5.5", "");
                completes(deployments, deployments.begin("counter=counter/counter:" + version), version);
            } finally {
                suite.kill(name, region);
                suite.awaitRestarted(name, region, restarts);
            }
        }
    }

    /** To an executor whose clock is ahead every step is over; it must do nothing rather than something too late. */
    @Test
    @Order(7)
    void anExecutorWhoseClockIsAheadDoesNothingAndTheRegionGoesBackOnceItIsRight(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var before = deployments.reality();
            int restarts =
                    suite.component("executor-service", SECOND).path("restarts").asInt();
            ClockSkew.of(suite.component("executor-service", SECOND).path("pid").asLong(), suite.calls());
            var begun = deployments.begin("counter=counter/counter:" + next("5.6", ""));

            var back = deployments.await(RollbackStarted.class, begun.id());
            suite.kill("executor-service", SECOND);
            suite.awaitRestarted("executor-service", SECOND, restarts);

            assertThat(back.field("message")).contains("deadline");
            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    /** A schedule by chance; the seed that is printed gives the same one again with -Dscenario.seed. */
    @Test
    @Order(8)
    void everythingAtOnce(Suite suite) {
        long seed = Long.getLong("scenario.seed", System.nanoTime());
        System.out.println("scenario.seed=" + seed);
        var random = new Random(seed);
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var before = deployments.reality();
            var fault = random.nextInt(3) == 0 ? "errors30" : "";
            var version = next("5.7", fault);
            var begun = deployments.begin("counter=counter/counter:" + version);
            for (int trouble = 0; trouble < 3; trouble++) {
                int records = 4 + random.nextInt(16);
                Awaitility.await(records + " records")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> !begun.call().process().isAlive()
                                || deployments
                                                .history()
                                                .of(begun.id())
                                                .entries()
                                                .size()
                                        >= records);
                trouble(suite, random);
            }

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(fault.isEmpty() ? DONE : ROLLED_BACK);
            assertThat(deployments.reality().version(SECOND, "counter"))
                    .isEqualTo(fault.isEmpty() ? version : before.version(SECOND, "counter"));
            suite.awaitReady();
        }
    }

    private static void trouble(Suite suite, Random random) {
        var region = suite.layout().regions().get(random.nextInt(2));
        var name = SERVICES.get(random.nextInt(SERVICES.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                System.out.println("kill " + name + " of " + region);
                suite.kill(name, region);
            }
            case 1 -> {
                System.out.println("pause " + name + " of " + region);
                suite.pause(name, region);
                suite.awaitSilent(name, region);
                suite.proceed(name, region);
            }
            case 2 -> {
                int restarts =
                        suite.component("broker", region).path("restarts").asInt();
                System.out.println("kill the broker of " + region);
                suite.kill("broker", region);
                suite.awaitRestarted("broker", region, restarts);
            }
            default -> {
                System.out.println("pause replication");
                suite.pause("mirror", "");
                suite.awaitSilent("mirror", "");
                suite.proceed("mirror", "");
            }
        }
    }

    /**
     * By the step topics of every region: what was asked for was done, each step once. An executor may do again what it did
     * before it died, so the runtimes are asked whether that changed anything again.
     */
    private static void eachStepTookEffectOnce(History history, Sandboxes sandboxes) {
        var successes = history.entries().stream()
                .filter(entry -> entry.as(StepSucceeded.class).isPresent())
                .collect(Collectors.groupingBy(entry -> entry.field("stepId"), Collectors.counting()));
        assertThat(successes).isNotEmpty().allSatisfy((step, times) -> assertThat(times)
                .as("successes of " + step)
                .isEqualTo(1));
        var effects = sandboxes.effects();
        effects.keySet().retainAll(successes.keySet());
        assertThat(effects).isNotEmpty().allSatisfy((step, times) -> assertThat(times)
                .as("effects of " + step)
                .isLessThanOrEqualTo(1));
    }

    /** Whose planner began with it. */
    private static String leader(Deployments deployments, Deployments.Begun begun) {
        return deployments.await(DeploymentStarted.class, begun.id()).region();
    }

    /** Whose planner began with the latest. */
    private static String leader(Deployments deployments) {
        return deployments.history().entries().stream()
                .filter(entry -> entry.as(DeploymentStarted.class).isPresent())
                .max(Comparator.comparing(Entry::epoch))
                .map(Entry::region)
                .orElse(FIRST);
    }

    private static void completes(Deployments deployments, Deployments.Begun begun, String version) {
        var result = begun.call().result();
        assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        deployments.await(DeploymentCompleted.class, begun.id());
        for (String region : List.of(FIRST, SECOND)) {
            assertThat(deployments.reality().version(region, "counter")).isEqualTo(version);
        }
    }

    private static boolean isStep(Entry entry, String deployment, String region) {
        return Deployments.isAbout(entry, StepRequested.class, deployment)
                && entry.region().equals(region);
    }

    private static boolean isAbout(Entry entry, String deployment, String type) {
        return entry.field("deploymentId").equals(deployment)
                && entry.record()
                        .filter(record -> record.getSchema().getName().equals(type))
                        .isPresent();
    }

    private static double since(Instant then) {
        return Duration.between(then, Instant.now()).toMillis() / 1000.0;
    }

    /** A version that was not there before. */
    private static String next(String series, String fault) {
        return series + "." + versions++ + (fault.isEmpty() ? "" : "-" + fault);
    }
}
