package io.tidegate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
final class BoundariesTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter().importPaths(Checkout.classes());
    private static final JavaClasses TESTS = new ClassFileImporter().importPaths(Checkout.testClasses());

    /** Pure: decisions and what they are made of. */
    private static final String[] DOMAIN = {
        "io.tidegate.planner.rollout..",
        "io.tidegate.coordinator.wave..",
        "io.tidegate.executor.step..",
        "io.tidegate.executor.validation..",
        "io.tidegate.health.watch..",
        "io.tidegate.dashboard.projection..",
        "io.tidegate.dashboard.audit..",
        "io.tidegate.judge..",
        "io.tidegate.estate..",
    };

    /** What stands between the domain and the wire. */
    private static final String[] EDGES = {
        "io.tidegate.schemas..",
        "io.tidegate.eventlog..",
        "io.tidegate.*.kafka..",
        "io.tidegate.health.collect..",
        "io.tidegate.health", // wires its collector to the log
        "io.tidegate.cli..",
        "io.tidegate.local.suite", // registers the schemas
        "io.tidegate.simulation..",
        "io.tidegate.system..",
        "io.tidegate.benchmarks..",
    };

    /** The rooms of a service besides its domain: one per technology. */
    private static final Pattern ROOMS = Pattern.compile(
            "io\\.tidegate\\.(planner|coordinator|executor|health|dashboard)(\\.(kafka|http|kubernetes|sandbox|collect))?(\\..*)?");

    private static void holds(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @Test
    void theDomainKnowsNoFrameworkAndNoKafka() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "jakarta..",
                        "org.eclipse.microprofile..",
                        "io.micrometer..",
                        "io.opentelemetry..",
                        "io.vertx..",
                        "io.fabric8..",
                        "org.slf4j..",
                        "java.util.logging.."));
    }

    @Test
    void theDomainReadsNoClockAndThrowsNoDice() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .and()
                .doNotHaveFullyQualifiedName("io.tidegate.executor.step.StepRunner") // see waitingIsDoneInOnePlace
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.random..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random"));
    }

    @Test
    void theDomainStartsNoThreadsAndTouchesNoFilesOrNetworks() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .and()
                .doNotHaveFullyQualifiedName("io.tidegate.executor.step.StepRunner")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.file..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|Piped)(Input|Output)?(Stream|Reader|Writer)"));
    }

    /** A step takes time; everything that waits for it is in the runner, which is given its clock. */
    @Test
    void waitingIsDoneInOnePlace() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.tidegate.executor.step..")
                .and()
                .doNotHaveSimpleName("StepRunner")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.TimeUnit"));
    }

    @Test
    void theDomainDoesNotKnowItsAdapters() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(DOMAIN))
                        .and(describe("are ours", type -> type.getPackageName().startsWith("io.tidegate")))));
    }

    @Test
    void onlyTheEdgesSpeakAvro() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(EDGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidegate.schemas.avro..", "org.apache.avro.."));
    }

    @Test
    void servicesShareMessagesAndModelsButNotEachOther() {
        for (String service : new String[] {"planner", "coordinator", "executor", "health", "dashboard"}) {
            holds(noClasses()
                    .that()
                    .resideInAPackage("io.tidegate." + service + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others(service)));
        }
    }

    private static String[] others(String service) {
        return java.util.stream.Stream.of("planner", "coordinator", "executor", "health", "dashboard", "local", "cli")
                .filter(other -> !other.equals(service))
                .map(other -> "io.tidegate." + other + "..")
                .toArray(String[]::new);
    }

    @Test
    void everyServiceHasTheSameRooms() {
        holds(classes()
                .that()
                .resideInAnyPackage(
                        "io.tidegate.planner..",
                        "io.tidegate.coordinator..",
                        "io.tidegate.executor..",
                        "io.tidegate.health..",
                        "io.tidegate.dashboard..")
                .and(not(resideInAnyPackage(DOMAIN)))
                .should(new IsIn(ROOMS)));
    }

    @Test
    void packagesDoNotGoInCircles() {
        holds(slices().matching("io.tidegate.(*).(**)").should().beFreeOfCycles());
    }

    @Test
    void everyPackageSaysThatNothingInItIsNull() {
        holds(classes()
                .that(resideInAnyPackage("io.tidegate.."))
                .and(not(resideInAnyPackage("..jmh_generated..")))
                .should(new BeNullMarked()));
    }

    @Test
    void testsDoNotSleep() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .because("waiting is by a condition with a deadline: use Awaitility")
                .check(TESTS);
    }
}
