package io.tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.benchmarks.SeriesFigures.Reached;
import io.tidegate.benchmarks.Telemetry.Behaviour;
import io.tidegate.benchmarks.Telemetry.Done;
import io.tidegate.eventlog.mapping.PlanMapping;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final Telemetry TELEMETRY = new Telemetry(20);

    private static List<Done> seconds(String version, Behaviour behaviour) {
        return LongStream.range(0, 500)
                .mapToObj(second -> TELEMETRY.second(7, version, second, behaviour))
                .toList();
    }

    @Test
    void theSameSecondOfTheSameVersionIsToldAlikeAndOthersAreNot() {
        assertThat(seconds("1.0.0", Behaviour.GOOD)).isEqualTo(seconds("1.0.0", Behaviour.GOOD));
        assertThat(seconds("1.0.0", Behaviour.GOOD)).isNotEqualTo(seconds("0.9.0", Behaviour.GOOD));
        assertThat(Set.copyOf(seconds("1.0.0", Behaviour.GOOD))).hasSizeGreaterThan(400);
    }

    @Test
    void soManyRequestsFailAsWereOrdered() {
        long errors = seconds("1.0.0", Behaviour.FAILING).stream()
                .mapToLong(Done::errors)
                .sum();
        assertThat(errors / 10_000.0).isBetween(.18, .22);
    }

    @Test
    void everyRequestIsInOneBucketAndTheSampleTellsTheSame() {
        assertThat(seconds("1.0.0", Behaviour.GOOD)).allSatisfy(done -> {
            assertThat(done.buckets().stream().mapToLong(Long::longValue).sum()).isEqualTo(done.requests());
            var sample = Estates.sample(7, "1.0.0", 1, done);
            assertThat(sample.getLatency().stream()
                            .mapToLong(bucket -> bucket.getCount())
                            .sum())
                    .isEqualTo(sample.getRequests());
        });
    }

    @Test
    void countersGrowAndAnswerLikeAClientLibrary() {
        var exposed = new Exposed();
        exposed.add(0, "1.0.0", new Done(10, 2, List.of(4L, 6L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), .4));
        exposed.add(0, "1.0.0", new Done(10, 1, List.of(0L, 0L, 10L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), .5));
        var labels = "estate=\"estate-0\",service=\"s0\",version=\"1.0.0\"";
        assertThat(exposed.text().lines())
                .hasSize(Exposed.SERIES)
                .contains(
                        "http_requests_total{" + labels + ",code=\"200\"} 17",
                        "http_requests_total{" + labels + ",code=\"500\"} 3",
                        "http_request_duration_seconds_bucket{" + labels + ",le=\"0.01\"} 10",
                        "http_request_duration_seconds_bucket{" + labels + ",le=\"+Inf\"} 20",
                        "memory_share{" + labels + "} 0.5");
    }

    @Test
    void aDeploymentBringsANewVersionOfEveryServiceOfItsEstateBesideTheOneBefore() {
        var plan = PlanMapping.regionFromWire(Estates.started(30).getPlan(), Estates.REGION)
                .orElseThrow();
        assertThat(Estates.started(30).getPlan().getEstate()).isEqualTo(Estates.estate(30));
        assertThat(plan.services()).hasSize(25).allSatisfy(service -> {
            assertThat(service.image().version()).isEqualTo(Estates.CANDIDATE);
            assertThat(service.previous().orElseThrow().version()).isEqualTo(Estates.BEFORE);
        });
    }

    @Test
    void servicesAreNumberedThroughTheirEstates() {
        assertThat(Estates.firstOfEach(60)).containsExactly(0, 25, 50);
        assertThat(IntStream.range(0, 100).mapToObj(Estates::key)).doesNotHaveDuplicates();
    }

    @Test
    void theSlopeIsWhatAThousandMoreCost() {
        assertThat(SeriesFigures.slope(
                        List.of(new Reached(1_000, 5e6), new Reached(3_000, 6e6), new Reached(11_000, 25e6))))
                .isEqualTo(2e6);
        assertThat(SeriesFigures.slope(List.of(new Reached(2_000, 4e6)))).isEqualTo(2e6);
    }

    @Test
    void whatIsKeptOfAServiceHasFullWindows() {
        assertThat(SeriesFigures.watch().subjects().values())
                .singleElement()
                .satisfies(subject -> assertThat(subject.trial().slices()).hasSizeGreaterThanOrEqualTo(300));
        assertThat(SeriesFigures.standing().resources().hours().spans()).hasSize(8 * 24);
        assertThat(SeriesFigures.intervals().open()).hasSize(2);
    }

    @Test
    void theTopologyIsSetUpAsInProduction() {
        assertThat(HealthWorker.settings())
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("statestore.cache.max.bytes", "0");
    }

    @Test
    void benchmarksAreNamedInWords() {
        assertThat(JudgeFigures.words("io.tidegate.benchmarks.JudgeSpeed.errorsAgainstLimit"))
                .isEqualTo("errors against limit");
    }
}
