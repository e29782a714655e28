package io.tidegate.health.watch;

import io.tidegate.judge.Check;
import io.tidegate.judge.Judgement;
import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import io.tidegate.judge.UserRule;
import io.tidegate.judge.UserRules;
import io.tidegate.judge.signal.Serving;
import io.tidegate.judge.signal.Signal;
import io.tidegate.judge.signal.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
     * @param candidates the candidate's last seconds for which none of the baseline has come yet
     * @param baselines the baseline's last seconds for which none of the candidate has come yet
     * @param said the last word that was published
     * @param since seconds before it do not count
     * @param heard what was heard of it, and from whom
     * @param dependsOn the services that it depends on
     * @param witness whether no new version of it is brought in, and it is watched for those that depend on it
     */
    public record Subject(
            String service,
            String candidate,
            Optional<String> baseline,
            Trial trial,
            List<Slice> candidates,
            List<Slice> baselines,
            Optional<Word> said,
            Instant since,
            Heard heard,
            List<String> dependsOn,
            boolean witness) {
        /** How long one version's second waits for the other's. */
        private static final Duration PATIENCE = Duration.ofSeconds(5);

        public Subject {
            candidates = List.copyOf(candidates);
            baselines = List.copyOf(baselines);
            dependsOn = List.copyOf(Objects.requireNonNullElse(dependsOn, List.of())); // older ones know of none
        }

        static Subject of(Wanted wanted, Limits limits, UserRules own, Instant since) {
            return new Subject(
                    wanted.service(),
                    wanted.candidate(),
                    wanted.baseline(),
                    Trial.under(limits, wanted.baseline().isPresent(), own),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    since,
                    Heard.NOTHING,
                    wanted.dependsOn(),
                    wanted.witness());
        }

        private boolean isNews(String source, String version, Instant second) {
            return !second.isBefore(since) && heard.isNews(source, version, second);
        }

        private Subject hearing(Heard more) {
            return new Subject(
                    service, candidate, baseline, trial, candidates, baselines, said, since, more, dependsOn, witness);
        }

        /** After a second that is news. */
        private Subject sampled(String source, String version, Slice slice, List<Check> checks) {
            boolean tells = heard.tells(source, version);
            var now = read(source, version, checks, slice.second(), slice.requests());
            if (candidate.equals(version)) {
                return tells ? now.candidate(slice) : now.with(now.trial.observe(slice.withoutRequests()));
            }
            return tells ? now.baseline(slice) : now;
        }

        /** After a second that is news, but could not be read. */
        private Subject unread(String source, String version, Instant second, String why, List<Check> checks) {
            var now = checked(source, version, checks, second).hearing(heard.and(source, version, second, 0));
            return candidate.equals(version) && !heard.isLate(source, version, second)
                    ? now.with(now.trial.failed(source, second, why))
                    : now;
        }

        /** After a second that is news, and was read. */
        private Subject read(String source, String version, List<Check> checks, Instant second, long requests) {
            var now = checked(source, version, checks, second).hearing(heard.and(source, version, second, requests));
            return candidate.equals(version) ? now.with(now.trial.read(source, second)) : now;
        }

        private Subject candidate(Slice slice) {
            return with(trial.observe(slice), waiting(candidates, slice), baselines)
                    .compared();
        }

        private Subject baseline(Slice slice) {
            return with(trial.observeBaseline(slice), candidates, waiting(baselines, slice))
                    .compared();
        }

        /** After a round of health checks of all instances that a source knows of a version; late ones are over. */
        private Subject checked(String source, String version, List<Check> checks, Instant at) {
            if (heard.isLate(source, version, at)) {
                return this;
            }
            return with(
                    candidate.equals(version)
                            ? trial.checked(source, checks, at)
                            : trial.checkedBaseline(source, checks, at));
        }

        /** How the version is, with what others say of it. Nothing that they say holds a way back. */
        public Judgement judge(Signals signals, Instant now) {
            var own = trial.judge(now);
            return isBack() ? own : signals.over(own, candidate, now);
        }

        /** Whether what it judges is the version before, which serves again. */
        private boolean isBack() {
            return since.isAfter(Instant.EPOCH);
        }

        /** After another system said something new of the service: it may take the version back, or what holds it may change. */
        private Subject signalled(Signal signal, Signals before, Signals after, Instant now) {
            boolean guilty = !isBack() && !witness && signal.condemns(candidate, Serving.alone(trial));
            if (guilty && Signals.lasts(signal, now)) {
                return with(trial.condemnedBy(signal.evidence()));
            }
            boolean same = judge(before, now).message().equals(judge(after, now).message());
            return same ? this : unsaid();
        }

        Subject saying(Word word) {
            return saying(Optional.of(word));
        }

        /** The same, to be told anew though the word may be the same. */
        Subject unsaid() {
            return saying(Optional.empty());
        }

        private Subject saying(Optional<Word> word) {
            return new Subject(
                    service, candidate, baseline, trial, candidates, baselines, word, since, heard, dependsOn, witness);
        }

        /** The same with another trial. */
        Subject with(Trial moved) {
            return with(moved, candidates, baselines);
        }

        private Subject with(Trial moved, List<Slice> ours, List<Slice> theirs) {
            return new Subject(
                    service, candidate, baseline, moved, ours, theirs, said, since, heard, dependsOn, witness);
        }

        private static List<Slice> waiting(List<Slice> before, Slice slice) {
            var more = new ArrayList<>(before);
            more.add(slice);
            more.removeIf(old -> old.second().isBefore(slice.second().minus(PATIENCE)));
            return more;
        }

        /** The two versions are compared over seconds of which both are known, each once, whichever comes first. */
        private Subject compared() {
            for (Slice ours : candidates) {
                for (Slice theirs : baselines) {
                    if (ours.second().equals(theirs.second())) {
                        return with(trial.compare(ours, theirs), without(candidates, ours), without(baselines, theirs));
                    }
                }
            }
            return this;
        }

        private static List<Slice> without(List<Slice> before, Slice slice) {
            var fewer = new ArrayList<>(before);
            fewer.remove(slice);
            return fewer;
        }
    }

    /** All was taken back: from here on it is the version before that has to prove itself, by what it does from {@code at}. */
    public Watch tookBack(String service, String version, Instant at) {
        var subject = subjects.get(service);
        if (subject == null || subject.witness()) {
            return this;
        }
        var trial = subject.trial();
        var wanted = new Wanted(service, version, Optional.empty(), subject.dependsOn(), false);
        return with(Subject.of(wanted, trial.limits(), trial.own().anew(version), at));
    }

    /**
     * A service to be watched.
     *
     * @param dependsOn the services that it depends on
     * @param witness whether no new version of it is brought in, and it is watched for those that depend on it
     */
    public record Wanted(
            String service, String candidate, Optional<String> baseline, List<String> dependsOn, boolean witness) {
        public Wanted {
            dependsOn = List.copyOf(dependsOn);
        }
    }

    public Watch {
        subjects = Collections.unmodifiableMap(new LinkedHashMap<>(subjects));
    }

    /** A watch over these services, before any evidence. */
    public static Watch begin(
            String deploymentId, String region, List<Wanted> services, Limits limits, List<UserRule> rules) {
        var subjects = new LinkedHashMap<String, Subject>();
        for (Wanted wanted : services) {
            var about = new UserRules.About(
                    wanted.service(),
                    region,
                    wanted.candidate(),
                    wanted.baseline().isPresent());
            // Nobody asks a witness whether it is fit to be brought in.
            var own = wanted.witness() ? UserRules.NONE : UserRules.of(about, rules);
            subjects.put(wanted.service(), Subject.of(wanted, limits, own, Instant.EPOCH));
        }
        return new Watch(deploymentId, subjects);
    }

    /**
     * After a second of one version of a service, as {@code source} saw it. What is not watched, or was heard before,
     * changes nothing. Checks come first: what is over must not be judged as if it went on.
     */
    public Watch sampled(String source, String service, String version, Slice slice, List<Check> checks) {
        return listening(source, service, version, slice.second())
                .map(subject -> subject.sampled(source, version, slice, checks))
                .map(this::with)
                .orElse(this);
    }

    /** After a round of health checks by a source that measures no requests: it is no second in which there were none. */
    public Watch checked(String source, String service, String version, Instant second, List<Check> checks) {
        return listening(source, service, version, second)
                .map(subject -> subject.read(source, version, checks, second, 0))
                .map(this::with)
                .orElse(this);
    }

    /**
     * After a second of one version of a service whose telemetry could not be read, which is not the same as none. Its
     * checks count all the same: a version that stopped answering is known by them alone.
     */
    public Watch unread(String source, String service, String version, Instant second, String why, List<Check> checks) {
        return listening(source, service, version, second)
                .map(subject -> subject.unread(source, version, second, why, checks))
                .map(this::with)
                .orElse(this);
    }

    /**
     * After another system said something new of a service.
     *
     * @param before what was said of it until then
     * @param after the same with the signal
     */
    public Watch signalled(String service, Signal signal, Signals before, Signals after, Instant now) {
        var subject = subjects.get(service);
        return subject == null ? this : with(subject.signalled(signal, before, after, now));
    }

    /** The subject that this second of a version is news for. */
    private Optional<Subject> listening(String source, String service, String version, Instant second) {
        return Optional.ofNullable(subjects.get(service))
                .filter(subject -> subject.candidate().equals(version)
                        || subject.baseline().filter(version::equals).isPresent())
                .filter(subject -> subject.isNews(source, version, second));
    }

    /** A watch for each service alone. */
    public Map<String, Watch> split() {
        var parts = new LinkedHashMap<String, Watch>();
        subjects.forEach((service, subject) -> parts.put(service, new Watch(deploymentId, Map.of(service, subject))));
        return parts;
    }

    /**
     * Services whose word is another than was said last.
     *
     * @param signals what other systems say of them
     */
    public List<Subject> changed(Instant now, Signals signals) {
        var changed = new ArrayList<Subject>();
        for (Subject subject : subjects.values()) {
            var word = subject.judge(signals, now).word();
            boolean silentFromTheStart = subject.said().isEmpty() && word == Word.NO_DATA;
            if (!subject.witness()
                    && !silentFromTheStart
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

    /** With another subject instead of what was known of its service. */
    public Watch with(Subject subject) {
        var changed = new LinkedHashMap<>(subjects);
        changed.put(subject.service(), subject);
        return new Watch(deploymentId, changed);
    }
}
