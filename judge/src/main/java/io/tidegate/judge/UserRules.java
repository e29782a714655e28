package io.tidegate.judge;

import io.tidegate.judge.rule.Answer;
import io.tidegate.judge.rule.Answer.DoesNotHold;
import io.tidegate.judge.rule.Answer.Holds;
import io.tidegate.judge.rule.Answer.Unanswered;
import io.tidegate.judge.rule.Expression;
import io.tidegate.judge.rule.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users' rules say of a version. A second is asked about once the next one has begun, and the version before has told
 * of it as well or is {@link #PATIENCE} behind; so the order within a second makes no difference.
 *
 * @param about whose version it is
 * @param candidate the version's last seconds
 * @param before those of the version before
 * @param first its first second
 * @param asked the last second that was asked about
 * @param states how each of the rules stands, in their order
 */
public record UserRules(
        About about,
        List<UserRule> rules,
        Window candidate,
        Window before,
        Optional<Instant> first,
        Instant asked,
        List<State> states) {
    /** No rules. */
    public static final UserRules NONE = of(new About("", "", "", false), List.of());

    private static final String PREFIX = "rule:";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Whose version it is.
     *
     * @param compared whether there is a version before
     */
    public record About(String service, String region, String version, boolean compared) {}

    /**
     * How a rule stands.
     *
     * @param since from when on it has held in every second
     * @param unanswered why it could not be said of the last second
     */
    public record State(Optional<Instant> since, Optional<String> unanswered) {
        static final State QUIET = new State(Optional.empty(), Optional.empty());

        State after(Answer answer, Instant second, boolean gap) {
            return switch (answer) {
                case Holds holds -> new State(Optional.of(gap ? second : since.orElse(second)), Optional.empty());
                case DoesNotHold not -> QUIET;
                case Unanswered open -> new State(Optional.empty(), Optional.of(open.why()));
            };
        }
    }

    public UserRules {
        rules = List.copyOf(rules);
        states = List.copyOf(states);
    }

    /** Before any second. */
    public static UserRules of(About about, List<UserRule> rules) {
        return new UserRules(
                about,
                rules,
                Window.EMPTY,
                Window.EMPTY,
                Optional.empty(),
                Instant.EPOCH,
                Collections.nCopies(rules.size(), State.QUIET));
    }

    /** The same rules for another version of the service, which nothing is compared with. */
    public UserRules anew(String version) {
        return of(new About(about.service(), about.region(), version, false), rules);
    }

    UserRules observe(Slice slice) {
        if (rules.isEmpty()) {
            return this;
        }
        var tick = candidate.at(slice.second()).plus(slice, readsLatency());
        return with(candidate.with(slice.second(), tick, kept()), before, first.or(() -> Optional.of(slice.second())))
                .ask();
    }

    UserRules observeBaseline(Slice slice) {
        if (rules.isEmpty()) {
            return this;
        }
        var tick = before.at(slice.second()).plus(slice, readsLatency());
        return with(candidate, before.with(slice.second(), tick, kept()), first).ask();
    }

    /** After a round of health checks of a source. */
    UserRules checked(String source, Instant second, Checks now) {
        return rules.isEmpty() || now.longest().isEmpty()
                ? this
                : with(
                        candidate.with(second, checked(candidate.at(second), source, second, now), kept()),
                        before,
                        first);
    }

    /** After a round of health checks of the version before. */
    UserRules checkedBaseline(String source, Instant second, Checks now) {
        return rules.isEmpty() || now.longest().isEmpty()
                ? this
                : with(candidate, before.with(second, checked(before.at(second), source, second, now), kept()), first);
    }

    private static Tick checked(Tick tick, String source, Instant second, Checks now) {
        var readiness = Optional.of(now.of(source).rounds())
                .filter(rounds -> !rounds.isEmpty())
                .map(List::getLast)
                .filter(round -> round.second().equals(second))
                .map(round -> new Count(round.asked(), round.failed()))
                .orElse(new Count(0, 0));
        return tick.plus(readiness, now.longest().orElse(0));
    }

    /** What has held for so long did not begin here: it has to hold anew, and what was measured of it counts no more. */
    UserRules acquitted() {
        return new UserRules(
                about, rules, Window.EMPTY, Window.EMPTY, first, asked, Collections.nCopies(rules.size(), State.QUIET));
    }

    private UserRules ask() {
        var now = this;
        for (Map.Entry<Instant, Tick> tick : candidate.ticks().entrySet()) {
            var second = tick.getKey();
            if (tick.getValue().read() && second.isAfter(asked) && isComplete(second)) {
                now = now.ask(second);
            }
        }
        return now;
    }

    private boolean isComplete(Instant second) {
        return candidate.last().isAfter(second)
                && (!about.compared()
                        || !before.last().isBefore(second)
                        || !candidate.last().minus(PATIENCE).isBefore(second));
    }

    private UserRules ask(Instant second) {
        boolean gap = asked.plus(PATIENCE).isBefore(second);
        var moved = new ArrayList<State>();
        for (int index = 0; index < rules.size(); index++) {
            var rule = rules.get(index);
            var answer = Expression.of(rule.when()).ask(values(rule, second, candidate, before));
            moved.add(states.get(index).after(answer, second, gap));
        }
        return new UserRules(about, rules, candidate, before, first, second, moved);
    }

    private Map<String, Object> values(UserRule rule, Instant second, Window now, Window past) {
        var values = new HashMap<String, Object>();
        now.measure("", second, rule.over(), values);
        past.measure(Variable.BASELINE, second, rule.over(), values);
        values.put(
                Variable.SECONDS_OBSERVED.word(),
                first.map(begun -> Duration.between(begun, second).toSeconds() + 1)
                        .orElse(0L));
        values.put(Variable.SERVICE.word(), about.service());
        values.put(Variable.REGION.word(), about.region());
        values.put(Variable.VERSION.word(), about.version());
        return values;
    }

    /** The evidence of a rule that has held for as long as it must. */
    Optional<Evidence> breach(List<Double> series) {
        for (int index = 0; index < rules.size(); index++) {
            var rule = rules.get(index);
            var since = states.get(index).since().filter(begun -> !begun.plus(rule.sustained())
                    .isAfter(asked));
            if (since.isPresent()) {
                return Optional.of(evidence(rule, since.get(), series));
            }
        }
        return Optional.empty();
    }

    private Evidence evidence(UserRule rule, Instant since, List<Double> series) {
        var expression = Expression.of(rule.when());
        var values = values(rule, asked, candidate, before);
        var seen = expression.reads().stream()
                .filter(values::containsKey)
                .map(name -> name + " " + shown(values.get(name)))
                .collect(Collectors.joining(", "));
        var subject = expression.subject();
        var metric = subject.map(Expression.Compared::name).orElse("rule");
        return new Evidence(
                PREFIX + rule.name(),
                metric,
                number(values.get(metric)).orElse(1.0),
                subject.map(compared -> compared.limit().orElse(0)).orElse(0.0),
                number(values.get(Variable.BASELINE + metric)),
                candidateRequests(values),
                Optional.empty(),
                rule.sustained(),
                Optional.of(since),
                "rule '%s' has held for %d s: %s (%s)"
                        .formatted(
                                rule.name(),
                                rule.sustained().toSeconds(),
                                rule.message().isEmpty() ? rule.when() : rule.message(),
                                seen),
                series);
    }

    private static long candidateRequests(Map<String, Object> values) {
        return number(values.get(Variable.REQUESTS.word()))
                .map(Double::longValue)
                .orElse(0L);
    }

    private static Optional<Double> number(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    private static String shown(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : String.valueOf(value);
    }

    /** Whether evidence is of a rule that compares the two versions. */
    boolean compares(Evidence evidence) {
        return rules.stream()
                .filter(rule -> evidence.rule().equals(PREFIX + rule.name()))
                .anyMatch(rule -> Expression.of(rule.when()).reads().stream()
                        .anyMatch(name -> name.startsWith(Variable.BASELINE)));
    }

    /** Whether what a rule has found is so of the version before as well; one that compares the two speaks of one alone. */
    boolean isShared(Evidence evidence) {
        return rules.stream()
                .filter(rule -> evidence.rule().equals(PREFIX + rule.name()))
                .map(rule -> {
                    var expression = Expression.of(rule.when());
                    return expression.reads().stream().noneMatch(name -> name.startsWith(Variable.BASELINE))
                            && expression.ask(values(rule, asked, before, Window.EMPTY)) instanceof Holds;
                })
                .findFirst()
                .orElse(false);
    }

    /** Whether evidence is of such a rule. */
    static boolean spoke(Evidence evidence) {
        return evidence.rule().startsWith(PREFIX);
    }

    /** Why a rule cannot be answered at present. */
    Optional<String> unanswered() {
        for (int index = 0; index < rules.size(); index++) {
            var why = states.get(index).unanswered();
            if (why.isPresent()) {
                return Optional.of("rule '%s' cannot be answered: %s"
                        .formatted(rules.get(index).name(), why.get()));
            }
        }
        return Optional.empty();
    }

    private boolean readsLatency() {
        var latencies = Stream.of(Variable.P50, Variable.P95, Variable.P99)
                .flatMap(variable -> Stream.of(variable.word(), Variable.BASELINE + variable.word()))
                .toList();
        return rules.stream()
                .flatMap(rule -> Expression.of(rule.when()).reads().stream())
                .anyMatch(latencies::contains);
    }

    private Duration kept() {
        return rules.stream()
                .map(UserRule::over)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .plus(PATIENCE)
                .plusSeconds(1);
    }

    private UserRules with(Window now, Window past, Optional<Instant> begun) {
        return new UserRules(about, rules, now, past, begun, asked, states);
    }
}
