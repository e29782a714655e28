package io.tidegate.health.watch;

import io.tidegate.health.watch.Watch.Subject;
import io.tidegate.judge.Attribution;
import io.tidegate.judge.Attribution.Member;
import io.tidegate.judge.Evidence;
import io.tidegate.judge.Symptoms;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides who is called unhealthy where several services of a deployment suffer. */
public final class Blame {
    private Blame() {}

    /** Whether a sample has shown something about a version on trial that may have begun elsewhere. */
    public static boolean isInQuestion(Subject before, Subject after) {
        boolean blamed = after.trial().condemned().isPresent()
                && before.trial().condemned().isEmpty();
        boolean shared = !after.trial().incident().equals(before.trial().incident());
        return !after.witness() && (blamed || shared);
    }

    /**
     * The subject without what has begun in a service that it depends on.
     *
     * @param before what was known before the sample
     * @param all the subjects of the same deployment by service
     * @param at the second that has shown it
     */
    public static Subject settle(Subject before, Subject subject, Map<String, Subject> all, Instant at) {
        if (subject.trial().isItsOwnDoing()) {
            return subject;
        }
        var members = new LinkedHashMap<String, Member>();
        all.forEach((service, other) -> members.put(service, member(other, at)));
        members.put(subject.service(), member(subject, at));
        var origins =
                Attribution.origins(subject.service(), members, subject.trial().isWorseThanTheVersionBeside());
        if (origins.isEmpty()) {
            return subject;
        }
        var named = "errors begin with %s, on which it depends".formatted(String.join(" and ", origins));
        var excused = subject.with(subject.trial().excused(at, named + " (" + troubles(origins, members) + ")"));
        // It may have been held before for less; whose trouble it is has to be told.
        boolean told = before.trial()
                .incidentAt(at)
                .filter(incident -> incident.message().startsWith(named))
                .isPresent();
        return told ? excused : excused.unsaid();
    }

    private static Member member(Subject subject, Instant at) {
        var trial = subject.trial();
        // A witness is not on trial: what once was too bad for it may be over.
        var trouble = trial.condemned()
                .filter(evidence -> !subject.witness())
                .map(Evidence::message)
                .or(() -> Symptoms.of(trial, at));
        // A version that suffers with the one before it will not be taken back, and so is no more than a witness.
        boolean onTrial = !subject.witness() && trial.incidentAt(at).isEmpty();
        return new Member(subject.dependsOn(), onTrial, Symptoms.areKnown(trial, at), trouble);
    }

    private static String troubles(List<String> origins, Map<String, Member> members) {
        return origins.stream()
                .flatMap(origin -> Optional.ofNullable(members.get(origin)).flatMap(Member::trouble).stream()
                        .map(trouble -> origin + ": " + trouble))
                .collect(Collectors.joining("; "));
    }
}
