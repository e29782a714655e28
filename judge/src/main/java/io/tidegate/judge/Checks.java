package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the instances of one version answered to their health checks. Only instances that are still there count: one that
 * was replaced neither holds the version back for ever nor dilutes the majority of those that fail.
 *
 * @param inARow failed checks in a row, by source and instance
 * @param rounds how readiness was answered in the last seconds, oldest first, since the version is in use
 */
public record Checks(Map<String, Integer> inARow, List<Round> rounds) {
    /** Before any check. */
    public static final Checks NONE = new Checks(Map.of(), List.of());

    private static final String SEPARATOR = "|";

    /**
     * The readiness checks of one round.
     *
     * @param asked instances that were asked
     * @param failed those of them that were not ready, or did not answer
     */
    public record Round(Instant second, long asked, long failed) {}

    public Checks {
        inARow = Collections.unmodifiableMap(new TreeMap<>(inARow));
        rounds = List.copyOf(rounds);
    }

    /**
     * After one more round of a source, which asked all instances that it knows.
     *
     * @param used whether the version has had requests; an instance that is not ready before is still starting
     * @param kept how far back readiness is of interest
     */
    Checks after(String source, List<Check> answers, Instant second, boolean used, Duration kept) {
        if (answers.isEmpty()) {
            return this;
        }
        var counts = new TreeMap<>(inARow);
        counts.keySet().removeIf(place -> place.startsWith(source + SEPARATOR));
        for (Check answer : answers) {
            var place = source + SEPARATOR + answer.instance();
            boolean starting = !answer.ready() && !used;
            counts.put(place, answer.passed() || starting ? 0 : inARow.getOrDefault(place, 0) + 1);
        }
        var seconds = new ArrayList<>(rounds);
        if (used) {
            long failed = answers.stream().filter(answer -> !answer.ready()).count();
            seconds.add(new Round(second, answers.size(), failed));
        }
        seconds.removeIf(old -> old.second().isBefore(second.minus(kept)));
        return new Checks(counts, seconds);
    }

    /** Whether an instance failed its last check. */
    boolean failing() {
        return inARow.values().stream().anyMatch(count -> count > 0);
    }

    /** How many instances failed more checks in a row than these. */
    long failingMoreThan(int borne) {
        return inARow.values().stream().filter(count -> count > borne).count();
    }

    /** Whether that is a matter of most instances, not of one. */
    boolean mostFailMoreThan(int borne) {
        return failingMoreThan(borne) * 2 > inARow.size();
    }

    /** Whether readiness is known from this moment on. */
    boolean covers(Instant from) {
        return !rounds.isEmpty() && !rounds.getFirst().second().isAfter(from);
    }

    /** The readiness checks after this moment, and how many of them failed. */
    Count readiness(Instant from) {
        long asked = 0;
        long failed = 0;
        for (Round round : rounds) {
            if (round.second().isAfter(from)) {
                asked += round.asked();
                failed += round.failed();
            }
        }
        return new Count(asked, failed);
    }
}
