package io.tidegate.health.watch;

import io.tidegate.judge.Check;
import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The services of one deployment that get a new version in this region, each with its trial.
 *
 * @param subjects by service
 */
public record Watch(String deploymentId, Map<String, Subject> subjects) {
    /**
     * A service under trial.
     *
     * @param candidate the new version
     * @param baseline the version before it, if there was one
     * @param lastCandidate the candidate's latest second, until the baseline's of the same second has come
     * @param said the last word that was published
     * @param since seconds before it do not count
     * @param heard by source and version, the latest second that counted, so that none counts twice
     */
    public record Subject(
            String service,
            String candidate,
            Optional<String> baseline,
            Trial trial,
            Optional<Slice> lastCandidate,
            Optional<Slice> lastBaseline,
            Optional<Word> said,
            Instant since,
            Map<String, Instant> heard) {
        public Subject {
            heard = Collections.unmodifiableMap(new TreeMap<>(heard));
        }

        static Subject of(String service, String candidate, Optional<String> baseline, Limits limits, Instant since) {
            return new Subject(
                    service,
                    candidate,
                    baseline,
                    Trial.under(limits),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    since,
                    Map.of());
        }

        /** Whether this second of a version was not yet heard from this source; samples are delivered at least once. */
        boolean isNews(String source, String version, Instant second) {
            var last = heard.get(source + "|" + version);
            return !second.isBefore(since) && (last == null || second.isAfter(last));
        }

        Subject hearing(String source, String version, Instant second) {
            var more = new TreeMap<>(heard);
            more.put(source + "|" + version, second);
            return new Subject(service, candidate, baseline, trial, lastCandidate, lastBaseline, said, since, more);
        }

        Subject candidate(Slice slice) {
            return new Subject(
                            service,
                            candidate,
                            baseline,
                            trial.observe(slice),
                            Optional.of(slice),
                            lastBaseline,
                            said,
                            since,
                            heard)
                    .compared();
        }

        Subject baseline(Slice slice) {
            return new Subject(
                            service,
                            candidate,
                            baseline,
                            trial.observeBaseline(slice),
                            lastCandidate,
                            Optional.of(slice),
                            said,
                            since,
                            heard)
                    .compared();
        }

        /** After a round of health checks of all instances that a source knows of a version. */
        Subject checked(String source, String version, List<Check> checks, Instant at) {
            var after = candidate.equals(version)
                    ? trial.checked(source, checks, at)
                    : trial.checkedBaseline(source, checks, at);
            return new Subject(service, candidate, baseline, after, lastCandidate, lastBaseline, said, since, heard);
        }

        Subject unread(Instant second, String why) {
            return new Subject(
                    service,
                    candidate,
                    baseline,
                    trial.failed(second, why),
                    lastCandidate,
                    lastBaseline,
                    said,
                    since,
                    heard);
        }

        Subject saying(Word word) {
            return new Subject(
                    service, candidate, baseline, trial, lastCandidate, lastBaseline, Optional.of(word), since, heard);
        }

        /** The two versions are compared over seconds of which both are known, each once. */
        private Subject compared() {
            if (lastCandidate.isEmpty()
                    || lastBaseline.isEmpty()
                    || !lastCandidate.get().second().equals(lastBaseline.get().second())) {
                return this;
            }
            return new Subject(
                    service,
                    candidate,
                    baseline,
                    trial.compare(lastCandidate.get(), lastBaseline.get()),
                    Optional.empty(),
                    Optional.empty(),
                    said,
                    since,
                    heard);
        }
    }

    /** All was taken back: from here on it is the version before that has to prove itself, by what it does from {@code at}. */
    public Watch tookBack(String service, String version, Instant at) {
        var subject = subjects.get(service);
        return subject == null
                ? this
                : with(Subject.of(
                        service, version, Optional.empty(), subject.trial().limits(), at));
    }

    /** A service to be watched. */
    public record Wanted(String service, String candidate, Optional<String> baseline) {}

    public Watch {
        subjects = Collections.unmodifiableMap(new LinkedHashMap<>(subjects));
    }

    /** A watch over these services, before any evidence. */
    public static Watch begin(String deploymentId, List<Wanted> services, Limits limits) {
        var subjects = new LinkedHashMap<String, Subject>();
        for (Wanted wanted : services) {
            subjects.put(
                    wanted.service(),
                    Subject.of(wanted.service(), wanted.candidate(), wanted.baseline(), limits, Instant.EPOCH));
        }
        return new Watch(deploymentId, subjects);
    }

    /**
     * After a second of one version of a service, as {@code source} saw it. What is not watched, or was heard before,
     * changes nothing. Checks come first: what is over must not be judged as if it went on.
     */
    public Watch sampled(String source, String service, String version, Slice slice, List<Check> checks) {
        return heard(source, service, version, slice.second())
                .map(subject -> subject.checked(source, version, checks, slice.second()))
                .map(subject ->
                        subject.candidate().equals(version) ? subject.candidate(slice) : subject.baseline(slice))
                .map(this::with)
                .orElse(this);
    }

    /**
     * After a second of one version of a service whose telemetry could not be read, which is not the same as none. Its
     * checks count all the same: a version that stopped answering is known by them alone.
     */
    public Watch unread(String source, String service, String version, Instant second, String why, List<Check> checks) {
        return heard(source, service, version, second)
                .map(subject -> subject.checked(source, version, checks, second))
                .map(subject -> subject.candidate().equals(version) ? subject.unread(second, why) : subject)
                .map(this::with)
                .orElse(this);
    }

    /** The subject that this second of a version is news for. */
    private Optional<Subject> heard(String source, String service, String version, Instant second) {
        return Optional.ofNullable(subjects.get(service))
                .filter(subject -> subject.candidate().equals(version)
                        || subject.baseline().filter(version::equals).isPresent())
                .filter(subject -> subject.isNews(source, version, second))
                .map(subject -> subject.hearing(source, version, second));
    }

    /** A watch for each service alone. */
    public Map<String, Watch> split() {
        var parts = new LinkedHashMap<String, Watch>();
        subjects.forEach((service, subject) -> parts.put(service, new Watch(deploymentId, Map.of(service, subject))));
        return parts;
    }

    /** Services whose word is another than was said last. */
    public List<Subject> changed(Instant now) {
        var changed = new ArrayList<Subject>();
        for (Subject subject : subjects.values()) {
            var word = subject.trial().judge(now).word();
            boolean silentFromTheStart = subject.said().isEmpty() && word == Word.NO_DATA;
            if (!silentFromTheStart
                    && subject.said().filter(said -> said == word).isEmpty()) {
                changed.add(subject);
            }
        }
        return changed;
    }

    /** After the present word of a service was said. */
    public Watch said(String service, Word word) {
        var subject = subjects.get(service);
        return subject == null ? this : with(subject.saying(word));
    }

    private Watch with(Subject subject) {
        var changed = new LinkedHashMap<>(subjects);
        changed.put(subject.service(), subject);
        return new Watch(deploymentId, changed);
    }
}
