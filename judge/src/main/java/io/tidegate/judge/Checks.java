package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What health checks say of one version. Each source has a majority of its own: a journey or a cluster is no instance more or
 * less among those that are asked, and what most of one source's instances say is not outvoted by another source.
 *
 * @param sources by name
 */
public record Checks(Map<String, Source> sources) {
    /** Before any check. */
    public static final Checks NONE = new Checks(Map.of());

    /**
     * What one source knows. Only instances that are still there count: one that was replaced neither holds the version back
     * for ever nor dilutes the majority of those that fail.
     *
     * @param readiness by instance, how it fails to be ready
     * @param deep by instance, how it fails its deep check
     * @param rounds how readiness was answered in the last seconds, oldest first, since the version is in use
     * @param last the second of the last round
     */
    public record Source(Map<String, Streak> readiness, Map<String, Streak> deep, List<Round> rounds, Instant last) {
        static final Source NONE = new Source(Map.of(), Map.of(), List.of(), Instant.EPOCH);

        public Source {
            readiness = Collections.unmodifiableMap(new TreeMap<>(readiness));
            deep = Collections.unmodifiableMap(new TreeMap<>(deep));
            rounds = List.copyOf(rounds);
        }

        private Source after(List<Check> answers, Instant second, boolean used, Duration kept) {
            var ready = new TreeMap<String, Streak>();
            var well = new TreeMap<String, Streak>();
            for (Check answer : answers) {
                var instance = answer.instance();
                boolean starting = !answer.ready() && !used;
                ready.put(instance, streak(readiness, instance).after(answer.ready() || starting, second));
                well.put(instance, streak(deep, instance).after(answer.deep() || starting, second));
            }
            var seconds = new ArrayList<>(rounds);
            if (used) {
                long failed = answers.stream().filter(answer -> !answer.ready()).count();
                seconds.add(new Round(second, answers.size(), failed));
            }
            seconds.removeIf(old -> old.second().isBefore(second.minus(kept)));
            return new Source(ready, well, seconds, second);
        }

        private static Streak streak(Map<String, Streak> known, String instance) {
            return known.getOrDefault(instance, Streak.NONE);
        }

        /** Whether most instances failed more checks of one kind in a row than these. */
        boolean mostFailMoreThan(int borne) {
            return Stream.of(readiness, deep).anyMatch(kind -> isOfMost(kind, borne));
        }

        private static boolean isOfMost(Map<String, Streak> kind, int borne) {
            return failing(kind, borne) * 2 > kind.size();
        }

        private static long failing(Map<String, Streak> kind, int borne) {
            return kind.values().stream()
                    .filter(streak -> streak.length() > borne)
                    .count();
        }

        private Stream<Majority> majorities(String name, int borne) {
            return Stream.of(Map.entry("readiness", readiness), Map.entry("deep", deep))
                    .filter(kind -> isOfMost(kind.getValue(), borne))
                    .map(kind -> Majority.of(name, kind.getKey(), kind.getValue(), borne));
        }

        /** Whether readiness is known from this moment on. */
        boolean covers(Instant from) {
            return !rounds.isEmpty() && !rounds.getFirst().second().isAfter(from);
        }

        /** The readiness checks after this moment, and how many of them failed. */
        Count readiness(Instant from) {
            long asked = 0;
            long failed = 0;
            for (Round round : rounds.reversed()) {
                if (!round.second().isAfter(from)) {
                    break;
                }
                asked += round.asked();
                failed += round.failed();
            }
            return new Count(asked, failed);
        }
    }

    /**
     * Checks that an instance failed one after the other.
     *
     * @param since the second of the first of them
     */
    public record Streak(int length, Instant since) {
        static final Streak NONE = new Streak(0, Instant.EPOCH);

        private Streak after(boolean passed, Instant second) {
            return passed ? NONE : new Streak(length + 1, length == 0 ? second : since);
        }
    }

    /**
     * The readiness checks of one round.
     *
     * @param asked instances that were asked
     * @param failed those of them that were not ready, or did not answer
     */
    public record Round(Instant second, long asked, long failed) {}

    /**
     * Most instances of a source, which fail.
     *
     * @param kind of the checks that they fail: readiness or deep
     * @param longest the most checks in a row that one of them failed
     * @param since when the first of them began to fail
     */
    record Majority(String source, String kind, int longest, long failing, int instances, Instant since) {
        private static Majority of(String source, String kind, Map<String, Streak> streaks, int borne) {
            var beyond = streaks.values().stream()
                    .filter(streak -> streak.length() > borne)
                    .toList();
            return new Majority(
                    source,
                    kind,
                    beyond.stream().mapToInt(Streak::length).max().orElse(0),
                    beyond.size(),
                    streaks.size(),
                    beyond.stream().map(Streak::since).min(Instant::compareTo).orElse(Instant.EPOCH));
        }
    }

    public Checks {
        // What is kept may be older than sources apart; it is then learned anew.
        sources = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(sources, Map.of())));
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
        var all = new TreeMap<>(sources);
        all.put(source, of(source).after(answers, second, used, kept));
        return new Checks(all);
    }

    /** Without what this source has said so far. */
    Checks without(String source) {
        var others = new TreeMap<>(sources);
        others.remove(source);
        return new Checks(others);
    }

    /** What a source knows; nothing, if it has not spoken. */
    Source of(String source) {
        return sources.getOrDefault(source, Source.NONE);
    }

    /** The first source most of whose instances failed more checks in a row than these. One is enough. */
    Optional<Majority> mostFailMoreThan(int borne) {
        return sources.entrySet().stream()
                .flatMap(entry -> entry.getValue().majorities(entry.getKey(), borne))
                .findFirst();
    }

    /** An instance that failed its last check, and whose word that is. */
    Optional<String> failing() {
        return sources.entrySet().stream()
                .flatMap(entry -> Stream.of(
                                entry.getValue().readiness(), entry.getValue().deep())
                        .flatMap(kind -> kind.entrySet().stream())
                        .filter(streak -> streak.getValue().length() > 0)
                        .map(streak -> "%s (%s)".formatted(streak.getKey(), entry.getKey())))
                .findFirst();
    }

    /** The most checks in a row that an instance failed; nothing before any check. */
    OptionalInt longest() {
        return sources.values().stream()
                .flatMap(source -> Stream.of(source.readiness(), source.deep()))
                .flatMap(kind -> kind.values().stream())
                .mapToInt(Streak::length)
                .max();
    }
}
