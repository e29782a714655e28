package io.tidegate.judge.alert;

import io.tidegate.judge.Count;
import io.tidegate.judge.alert.Alarm.Name;
import io.tidegate.judge.alert.Buckets.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How fast errors use up what the objective allows: over a long window, so that it matters, and over a short one as well, so
 * that the alarm ends soon after the trouble (Beyer and others, The Site Reliability Workbook 2018, chapter 5).
 *
 * @param objective share of requests that must succeed, such as 0.999
 * @param minutes for windows up to an hour
 * @param fives spans of five minutes, for windows up to six hours
 */
public record BurnRate(double objective, Buckets minutes, Buckets fives) {
    /** A month's budget in 50 hours. */
    private static final double FAST = 14.4;

    /** A month's budget in 5 days. */
    private static final double SLOW = 6;

    /** Fewer requests than these in the short window say little. */
    private static final int FEWEST = 100;

    /** Before anything was measured. */
    public static BurnRate of(double objective) {
        if (!(objective > 0 && objective < 1)) {
            throw new IllegalArgumentException(
                    "an objective is a share between 0 and 1, such as 0.999, not " + objective);
        }
        return new BurnRate(objective, Buckets.of(Duration.ofMinutes(1), 60), Buckets.of(Duration.ofMinutes(5), 72));
    }

    /** What was measured, against another objective. */
    BurnRate towards(double other) {
        return new BurnRate(other, minutes, fives);
    }

    /** After one more interval. */
    public BurnRate plus(Usage usage) {
        return new BurnRate(objective, minutes.plus(usage), fives.plus(usage));
    }

    /** What is alarming at present. */
    public List<Alarm> alarms(String service) {
        var fast =
                alarm(Name.SLO_BURN_FAST, FAST, service, minutes, Duration.ofHours(1), minutes, Duration.ofMinutes(5));
        var slow = alarm(Name.SLO_BURN_SLOW, SLOW, service, fives, Duration.ofHours(6), fives, Duration.ofMinutes(30));
        return Stream.of(fast, slow).flatMap(Optional::stream).toList();
    }

    private Optional<Alarm> alarm(
            Name name, double factor, String service, Buckets far, Duration longer, Buckets near, Duration shorter) {
        var all = count(far.last(longer));
        var recent = count(near.last(shorter));
        if (recent.requests() < FEWEST || burn(all) <= factor || burn(recent) <= factor) {
            return Optional.empty();
        }
        return Optional.of(new Alarm(
                name,
                "errors of %s use up its budget %.1f times as fast as they may: %.2f %% of %d requests in %d min and %.2f %% of %d in %d min, of which %.2f %% may fail"
                        .formatted(
                                service,
                                burn(all),
                                all.share() * 100,
                                all.requests(),
                                longer.toMinutes(),
                                recent.share() * 100,
                                recent.requests(),
                                shorter.toMinutes(),
                                (1 - objective) * 100)));
    }

    private double burn(Count count) {
        return count.share() / (1 - objective);
    }

    private static Count count(List<Bucket> spans) {
        long requests = spans.stream().mapToLong(Bucket::requests).sum();
        long errors = spans.stream().mapToLong(Bucket::errors).sum();
        return new Count(requests, Math.min(errors, requests));
    }
}
