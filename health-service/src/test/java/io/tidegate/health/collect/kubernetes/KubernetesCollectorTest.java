package io.tidegate.health.collect.kubernetes;

import static io.tidegate.health.collect.kubernetes.Pods.BEFORE;
import static io.tidegate.health.collect.kubernetes.Pods.BILLS;
import static io.tidegate.health.collect.kubernetes.Pods.CARTS;
import static io.tidegate.health.collect.kubernetes.Pods.cluster;
import static io.tidegate.health.collect.kubernetes.Pods.container;
import static io.tidegate.health.collect.kubernetes.Pods.pod;
import static io.tidegate.health.collect.kubernetes.Pods.running;
import static io.tidegate.health.collect.kubernetes.Pods.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.health.collect.kubernetes.Cluster.Aggregate;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.SampleOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubernetesCollectorTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Set<Aggregate> SHOP = Set.of(new Aggregate("shop", "production"));

    private final List<Optional<Set<Aggregate>>> looks = new ArrayList<>();
    private Snapshot now = cluster();
    private Optional<String> fault = Optional.empty();
    private Set<Target.Version> watched = Set.of();
    private final KubernetesCollector collector = new KubernetesCollector(
            this::look, "east", () -> watched, Duration.ofSeconds(30), Duration.ofSeconds(1), NOON);

    private Snapshot look(Optional<Set<Aggregate>> wanted) {
        looks.add(wanted);
        fault.ifPresent(message -> {
            throw new UnreadableTelemetryException(message);
        });
        return new Snapshot(
                now.pods().stream().filter(pod -> isWanted(pod, wanted)).toList(), now.nodes(), now.claims());
    }

    private static boolean isWanted(Pod pod, Optional<Set<Aggregate>> wanted) {
        var aggregate = new Aggregate(pod.version().estate(), pod.version().environment());
        return wanted.isEmpty() || wanted.get().contains(aggregate);
    }

    private List<HealthSample> at(int second) {
        return collector.collect(NOON.plusSeconds(second));
    }

    private static Optional<HealthSample> of(Target.Version version, List<HealthSample> samples) {
        var found = samples.stream()
                .filter(sample -> sample.getService().equals(version.service())
                        && sample.getVersion().equals(version.version()))
                .toList();
        assertThat(found).as("a version is told once a second").hasSizeLessThan(2);
        return found.stream().findFirst();
    }

    private static HealthSample the(Target.Version version, List<HealthSample> samples) {
        return of(version, samples).orElseThrow();
    }

    @Test
    void eachPodOfAVersionIsAnInstanceAndNoRequestsAreTold() {
        now = cluster(
                pod("carts-1", CARTS, true, running()),
                pod("carts-2", CARTS, false, waiting("CrashLoopBackOff")),
                pod("bills-1", BILLS, true, running()));
        var sample = the(CARTS, at(0));
        assertThat(sample.getSource()).isEqualTo("health-service/kubernetes");
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getMeasured()).isFalse();
        assertThat(sample.getEstate() + sample.getEnvironment() + sample.getRegion())
                .isEqualTo("shopproductioneast");
        assertThat(sample.getChecks())
                .containsExactlyInAnyOrder(
                        new CheckOutcome("carts-1", true, true, ""),
                        new CheckOutcome("carts-2", false, false, "not ready; container app: CrashLoopBackOff"));
    }

    @Test
    void allIsLookedAtEach30SecondsAndWhatIsTouchedEachSecond() {
        now = cluster(pod("carts-1", CARTS, true, running()), pod("bills-1", BILLS, true, running()));
        assertThat(at(0)).hasSize(2);
        assertThat(at(1)).isEmpty();
        watched = Set.of(CARTS);
        assertThat(at(2)).hasSize(1);
        assertThat(at(3)).hasSize(1);
        assertThat(at(30)).hasSize(2);
        watched = Set.of();
        assertThat(at(31)).isEmpty();
        assertThat(looks).containsExactly(Optional.empty(), Optional.of(SHOP), Optional.of(SHOP), Optional.empty());
    }

    @Test
    void aLookThatFailsIsAnErrorOfAllItWasAboutAndNeverTellsThatNothingIsThere() {
        now = cluster(pod("carts-1", CARTS, true, running()), pod("bills-1", BILLS, true, running()));
        at(0);
        fault = Optional.of("pods cannot be listed: no answer");
        var samples = at(30);
        assertThat(samples).hasSize(2);
        assertThat(samples).allSatisfy(sample -> {
            assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.failed);
            assertThat(sample.getMessage()).isEqualTo("pods cannot be listed: no answer");
            assertThat(sample.getChecks()).isEmpty();
        });
        watched = Set.of(CARTS);
        assertThat(at(32)).extracting(HealthSample::getService).containsExactly("carts");
    }

    @Test
    void aClusterThatWasNeverReadIsAnErrorOfWhatIsWatched() {
        fault = Optional.of("no answer");
        watched = Set.of(CARTS, BEFORE);
        assertThat(at(0)).hasSize(2).allMatch(sample -> sample.getOutcome() == SampleOutcome.failed);
    }

    @Test
    void whatIsWatchedAndHasNoPodsHasBeenReadAllTheSame() {
        watched = Set.of(CARTS);
        var sample = the(CARTS, at(0));
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getChecks()).isEmpty();
    }

    @Test
    void whatWasSaidToBeUnreadIsSaidToBeReadThoughItsPodsAreGone() {
        now = cluster(pod("carts-1", CARTS, true, running()));
        at(0);
        fault = Optional.of("no answer");
        at(30);
        fault = Optional.empty();
        now = cluster();
        assertThat(the(CARTS, at(60)).getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(at(90)).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedMoreSeldom() {
        fault = Optional.of("no answer");
        watched = Set.of(CARTS);
        for (int second = 0; second < 30; second++) {
            at(second);
        }
        assertThat(looks).as("at 0, 2, 6, 14").hasSize(4);
    }

    @Test
    void aRestartFailsOneCheck() {
        now = cluster(pod("carts-1", CARTS, true, restarted(2)));
        watched = Set.of(CARTS);
        assertThat(the(CARTS, at(0)).getChecks().getFirst().getDeep()).isTrue();
        now = cluster(pod("carts-1", CARTS, true, restarted(3)));
        var check = the(CARTS, at(1)).getChecks().getFirst();
        assertThat(check.getDeep()).isFalse();
        assertThat(check.getMessage()).isEqualTo("container app: started again, ended before: OOMKilled, restarts: 3");
        assertThat(the(CARTS, at(2)).getChecks().getFirst().getDeep()).isTrue();
    }

    private static Snapshot.Container restarted(int times) {
        return container(times, Optional.empty(), Optional.empty(), Optional.of("OOMKilled"));
    }

    @Test
    void aRestartIsSeenThoughOnlyAnotherEstateWasLookedAtInBetween() {
        now = cluster(pod("carts-1", CARTS, true, restarted(2)));
        at(0);
        watched = Set.of(BILLS);
        at(1);
        now = cluster(pod("carts-1", CARTS, true, restarted(3)));
        assertThat(the(CARTS, at(30)).getChecks().getFirst().getDeep()).isFalse();
    }

    @Test
    void aSecondIsToldOnce() {
        watched = Set.of(CARTS);
        var first = the(CARTS, collector.collect(NOON)).getSecond();
        var second = the(CARTS, collector.collect(NOON.plusMillis(1_100))).getSecond();
        var third = the(CARTS, collector.collect(NOON.plusMillis(2_150))).getSecond();
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    }
}
