package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Sketch;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static Exposition read(String text) {
        return Exposition.of(TextFormat.read(text, false, Exposition.WANTED::contains));
    }

    private static Exposition counters(long good, long bad) {
        return read("""
            http_requests_total{code="200"} %s
            http_requests_total{code="500"} %s
            """.formatted(good, bad));
    }

    private static Tally grown(Exposition before, Exposition now) {
        var tally = new Tally();
        tally.add(before, now);
        return tally;
    }

    private static Exposition buckets(String created, long... atMost) {
        var text = new StringBuilder("http_requests_total 9\n");
        for (int i = 0; i < atMost.length; i++) {
            text.append("http_request_duration_seconds_bucket{le=\"%s\"} %s\n"
                    .formatted(i == atMost.length - 1 ? "+Inf" : "0." + (i + 1), atMost[i]));
        }
        return read(text + created);
    }

    @Test
    void onlyWhatGrewIsCounted() {
        var tally = grown(counters(9, 1), counters(12, 3));
        assertThat(tally.requests()).isEqualTo(5);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(grown(buckets("", 8, 10), buckets("", 11, 15)).latency())
                .isEqualTo(Map.of(Sketch.index(0.1), 3L, Sketch.index(1e6), 2L));
    }

    @Test
    void aCounterThatFellBeganAnew() {
        var tally = grown(counters(1000, 50), counters(5, 2));
        assertThat(tally.requests()).isEqualTo(7);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(grown(buckets("", 1000, 1000), buckets("", 7, 7)).latency())
                .isEqualTo(Map.of(Sketch.index(0.1), 7L));
    }

    @Test
    void oneSeriesThatFellOrIsGoneMeansThatAllBeganAnewThoughAnotherHasMore() {
        assertThat(grown(counters(5, 5), counters(12, 0)).requests()).isEqualTo(12);
        var gone = read("http_requests_total{code=\"200\"} 12\n");
        assertThat(grown(counters(5, 5), gone).requests()).isEqualTo(12);
    }

    @Test
    void aProcessThatTellsItsStartBeganAnewWhenThatChangesAndNotOtherwise() {
        var before = read("""
            process_start_time_seconds 1000
            http_requests_total{code="200"} 5
            http_requests_total{code="500"} 5
            """);
        var lost = read("""
            process_start_time_seconds 1000.5
            http_requests_total{code="200"} 12
            """);
        assertThat(grown(before, lost).requests()).isEqualTo(7);
        var restarted = read("""
            process_start_time_seconds 1700
            http_requests_total{code="200"} 12
            http_requests_total{code="500"} 6
            """);
        assertThat(grown(before, restarted).requests()).isEqualTo(18);
        assertThat(grown(before, restarted).errors()).isEqualTo(6);
    }

    @Test
    void aSeriesThatWasCreatedLaterBeganAnewThoughItIsLarger() {
        var before = read("http_requests_total 5\nhttp_requests_created 1000\n");
        var now = read("http_requests_total 8\nhttp_requests_created 1500.25\n");
        assertThat(grown(before, now).requests()).isEqualTo(8);
        assertThat(grown(before, read("http_requests_total 8\nhttp_requests_created 1000\n"))
                        .requests())
                .isEqualTo(3);
        var first = "http_request_duration_seconds_created 1000\n";
        var second = "http_request_duration_seconds_created 1001\n";
        assertThat(grown(buckets(first, 5, 5), buckets(second, 6, 6)).latency()).containsValue(6L);
        assertThat(grown(buckets(first, 5, 5), buckets(first, 6, 6)).latency()).containsValue(1L);
    }

    @Test
    void whatIsToldUnderAnotherNameFromNowOnHasNotGrown() {
        var before = read("http_server_requests_seconds_count 900\n");
        assertThat(grown(before, read("http_requests_total 905\n")).requests()).isZero();
    }

    /** A client may write a counter only once there is something to count, and its histogram from the beginning. */
    @Test
    void whatIsToldUnderAnotherNameFromItsFirstRequestOnIsCountedFromThere() {
        var before = read("http_request_duration_seconds_count 0\n");
        var now = read("""
            http_requests_total{code="500"} 2
            http_request_duration_seconds_bucket{le="+Inf"} 2
            http_request_duration_seconds_count 2
            """);
        assertThat(grown(before, now).requests()).isEqualTo(2);
        assertThat(grown(before, now).errors()).isEqualTo(2);
        assertThat(grown(before, now).latency()).containsValue(2L);
    }

    @Test
    void replicasAreAddedUpAndTheFullestMemoryCounts() {
        var tally = new Tally();
        var memory = "process_resident_memory_bytes %s\ncontainer_memory_limit_bytes 100\nhttp_requests_total %s\n";
        tally.add(Exposition.NOTHING, read(memory.formatted(90, 3)));
        tally.add(Exposition.NOTHING, read(memory.formatted(30, 4)));
        assertThat(tally.requests()).isEqualTo(7);
        assertThat(tally.memoryShare()).contains(0.9);
    }

    @Test
    void aBucketForNoTimeAtAllIsTheFastestNotTheSlowest() {
        var tally = grown(
                Exposition.NOTHING, read("http_requests_total 3\nhttp_request_duration_seconds_bucket{le=\"0\"} 3\n"));
        assertThat(Sketch.above(tally.latency(), 0.001)).isZero();
    }

    /** Whatever rounds are missed and however often the process restarts after a look, what was counted is counted once. */
    @Test
    void growthOverManyLooksIsWhatWasCounted() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            long told = 0;
            long failed = 0;
            long good = 0;
            long bad = 0;
            var tally = new Tally();
            var last = Exposition.NOTHING;
            for (int look = 0; look < 50; look++) {
                if (random.nextInt(10) == 0) { // a restart: the process says so
                    good = 0;
                    bad = 0;
                }
                long moreGood = 1L + random.nextInt(9);
                long moreBad = random.nextInt(3);
                good += moreGood;
                bad += moreBad;
                told += moreGood + moreBad;
                failed += moreBad;
                boolean restarted = good == moreGood;
                var now = read("process_start_time_seconds %s\n".formatted(restarted ? 100 * (look + 1) : -1)
                        + "http_requests_total{code=\"200\"} " + good + "\nhttp_requests_total{code=\"503\"} " + bad);
                tally.add(last, now);
                last = now;
            }
            assertThat(tally.requests()).as("seed %s", seed).isEqualTo(told);
            assertThat(tally.errors()).as("seed %s", seed).isEqualTo(failed);
        }
    }
}
