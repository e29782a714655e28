package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cli.DemoTimeline.Doing;
import io.tidegate.cli.DemoTimeline.Span;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.judge.Evidence;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RollbackMeans;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.avro.WaveStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final String REGION = "us-east-1";

    @Test
    void aTimelineShowsWhatARegionDidAndForHowLong() {
        var timeline = timeline();
        assertThat(timeline.regions()).containsExactly(REGION, "us-west-2");
        assertThat(timeline.spans())
                .containsExactly(
                        new Span(REGION, Doing.DEPLOYING, at(1), at(4)),
                        new Span(REGION, Doing.SERVING, at(4), at(6)),
                        new Span(REGION, Doing.TAKING, at(6), at(8)),
                        new Span(REGION, Doing.VERIFYING, at(8), at(9)));
    }

    @Test
    void takingBackLastsUntilTheLastServiceIsBack() {
        var timeline = timeline();
        assertThat(timeline.marks())
                .extracting(DemoTimeline.Mark::text)
                .containsExactly("too many errors", "crawler taken back", "gateway taken back");
    }

    @Test
    void aDeploymentWithoutEventsHasNoTimeline() {
        assertThat(DemoTimeline.of(List.of())).isEmpty();
    }

    @Test
    void theReportNeedsNothingElseAndLetsNoTextBecomeMarkup(@TempDir Path folder) throws IOException {
        var file = folder.resolve("report.html");
        var result = new Demo.Result(
                "bad <version>",
                "d-1",
                "rolled_back",
                "rolled_back",
                "errors 20 % > 5 % in <us-east-1>",
                List.of(),
                Duration.ofSeconds(9),
                List.of(new Decision(
                        at(5), "found_unhealthy", "errors", REGION, "crawler", "a & b", Optional.of(evidence()))),
                List.of(new Measured(
                        REGION,
                        Optional.of(Duration.ofSeconds(4)),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(46),
                        Duration.ofSeconds(53))),
                Optional.of(timeline()));
        DemoReport.write(file, List.of(result), Duration.ofSeconds(30), Duration.ofMinutes(4));
        var page = Files.readString(file);
        assertThat(page)
                .doesNotContain("<script", "<link", "src=", "url(", "<version>", "<us-east-1>")
                .contains("bad &lt;version&gt;", "a &amp; b", "error-share", "1 of 1", "&#10007; no")
                .contains("us-east-1 taking it back from 6.0 to 8.0 s");
    }

    private static DemoTimeline timeline() {
        return DemoTimeline.of(List.<SpecificRecord>of(
                        WaveStarted.newBuilder()
                                .setRegions(List.of(REGION, "us-west-2"))
                                .setAt(at(0))
                                .build(),
                        RegionDeploying.newBuilder()
                                .setRegion(REGION)
                                .setAt(at(1))
                                .build(),
                        RegionCompleted.newBuilder()
                                .setRegion(REGION)
                                .setAt(at(4))
                                .build(),
                        HealthVerdict.newBuilder()
                                .setRegion(REGION)
                                .setVerdict(Verdict.unhealthy)
                                .setMessage("too many errors")
                                .setAt(at(5))
                                .build(),
                        RegionRollingBack.newBuilder()
                                .setRegion(REGION)
                                .setAt(at(6))
                                .build(),
                        back("crawler", 7),
                        back("gateway", 8),
                        RegionRolledBack.newBuilder()
                                .setRegion(REGION)
                                .setAt(at(9))
                                .build()))
                .orElseThrow();
    }

    private static ServiceRolledBack back(String service, int second) {
        return ServiceRolledBack.newBuilder()
                .setRegion(REGION)
                .setService(service)
                .setMeans(RollbackMeans.traffic)
                .setAt(at(second))
                .build();
    }

    private static Evidence evidence() {
        return new Evidence(
                "errors",
                "error-share",
                0.2,
                0.05,
                Optional.empty(),
                100,
                Optional.empty(),
                Duration.ofSeconds(6),
                Optional.empty(),
                "20 % of requests failed",
                List.of(0.1, 0.3));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
