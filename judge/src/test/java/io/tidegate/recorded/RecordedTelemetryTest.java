package io.tidegate.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.judge.replay.Recording;
import io.tidegate.judge.replay.Replay;
import io.tidegate.judge.replay.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTelemetryTest {
    private static final long START = 1_700_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** An hour and a half of an entry service and its pod; from minute 61 to 64 a tenth of the requests fails. */
    private void nezha(Path folder) throws IOException {
        var random = new Random(1);
        var front = new StringBuilder(
                "Time,TimeStamp,ServiceName,SuccessRate(%),LatencyP50(s),LatencyP90(s),LatencyP95(s),LatencyP99(s)\n");
        var pod = new StringBuilder("Time,TimeStamp,PodName,CpuUsageRate(%),PodServerLatencyP90(s),PodWorkload(Ops)\n");
        for (int minute = 0; minute < 90; minute++) {
            long time = START + 60L * minute;
            double noise = Math.exp(0.1 * random.nextGaussian());
            int success = minute > 60 && minute < 65 ? 90 : 100;
            front.append(String.format(
                    Locale.ROOT,
                    "at,%d,Front,%d,%.3f,%.3f,%.3f,1\n",
                    time,
                    success,
                    0.1 * noise,
                    0.4 * noise,
                    0.6 * noise));
            // Every tenth minute the processor's use is missing, which the data shows as 0.
            double processor = minute % 10 == 0 ? 0 : 20 * noise;
            pod.append(String.format(Locale.ROOT, "at,%d,frontend-1,%.3f,,8.5\n", time, processor));
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("front_service.csv"), front);
        Files.writeString(folder.resolve("frontend-1_metric.csv"), pod);
        Files.writeString(
                folder.resolve("fault_list.json"),
                "{\"12\": [{\"inject_time\": \"13:00:00\", \"inject_timestamp\": \"%d\", \"inject_pod\": \"frontend-1\", \"inject_type\": \"return\"}]}"
                        .formatted(START + 3600));
    }

    private static void delag(Path folder) throws IOException {
        var random = new Random(2);
        var rows = new StringBuilder("Latency,A,anomaly\n");
        for (int row = 0; row < 4000; row++) {
            int kind = Math.max(0, random.nextInt(10) - 7);
            rows.append(Math.round(100 * Math.exp(0.05 * random.nextGaussian()) * (1 + 0.5 * kind)))
                    .append(",3,")
                    .append(kind)
                    .append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("000.csv"), rows);
    }

    private static List<Score> scores(Path root) throws IOException {
        var scores = new ArrayList<Score>();
        for (var source : RecordedTelemetry.find(root)) {
            scores.add(Replay.score(source.read()));
        }
        return scores;
    }

    @Test
    void aFolderOfMinutesIsReadAndItsFaultFound() throws IOException {
        nezha(folder.resolve("shop"));
        var score = scores(folder).getFirst();
        assertThat(score.name()).isEqualTo("shop");
        assertThat(score.kind()).isEqualTo("faults");
        assertThat(score.missed()).isEmpty();
        assertThat(score.delaySeconds(0.5)).isEqualTo(60);
        assertThat(score.falseAlarms()).isZero();
    }

    @Test
    void aMissingMinuteIsLeftOutAndIsNotZero() throws IOException {
        nezha(folder);
        var recording = (Recording.RunningServices)
                RecordedTelemetry.find(folder).getFirst().read();
        var pod = recording.services().getFirst().readings();
        assertThat(pod.get(10).gauges()).isEmpty();
        assertThat(pod.get(11).gauges()).containsOnlyKeys("CpuUsageRate(%)");
    }

    @Test
    void aFolderOfRequestsGivesARunForEachAnomalyAndTenHealthyOnes() throws IOException {
        delag(folder.resolve("deep/eshopper"));
        var score = scores(folder).getFirst();
        assertThat(score.name()).isEqualTo("deep/eshopper");
        assertThat(score.faults()).isEqualTo(2);
        assertThat(score.missed()).isEmpty();
        assertThat(score.healthyRuns()).isEqualTo(10);
        assertThat(score.healthyRunsAlarmed()).isZero();
    }

    @Test
    void aFolderWithoutRecordingsHasNone() throws IOException {
        Files.writeString(folder.resolve("notes.csv"), "a,b\n1,2\n");
        assertThat(RecordedTelemetry.find(folder)).isEmpty();
    }

    @Test
    void aValueThatIsNoNumberIsNamedWithItsFileAndColumn() throws IOException {
        delag(folder);
        Files.writeString(folder.resolve("000.csv"), "Latency,A,anomaly\nfast,1,0\n");
        assertThatThrownBy(() -> scores(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("000.csv: 'fast' in column 'Latency' is no number");
    }

    /** The public data sets are not part of the repository; TIDEGATE_TELEMETRY names the folder where they lie. */
    @Test
    void thePublicDataSetsAreJudgedAsWellAsTheGoalsSay() throws IOException {
        var data = Optional.ofNullable(System.getenv("TIDEGATE_TELEMETRY")).map(Path::of);
        assumeTrue(data.filter(Files::isDirectory).isPresent(), "needs the data sets: set TIDEGATE_TELEMETRY");
        for (Score score : scores(data.orElseThrow())) {
            boolean minutes = score.kind().equals("faults");
            assertThat(score.found()).as(score.name()).isGreaterThanOrEqualTo((int)
                    Math.ceil((minutes ? 0.7 : 0.99) * score.faults()));
            assertThat(score.healthyRunsAlarmed()).as(score.name()).isLessThanOrEqualTo(score.healthyRuns() / 100);
            assertThat(minutes ? score.delaySeconds(0.5) : 0).as(score.name()).isLessThanOrEqualTo(60);
        }
    }
}
