package io.tidegate.estate.reading;

import io.tidegate.estate.Triggers.Rule;
import io.tidegate.judge.rule.Expression;
import io.tidegate.judge.rule.Problem;
import io.tidegate.judge.rule.Variable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code rules} of a policy's triggers; what will ask them says here already whether it can. */
final class RuleSection {
    /** What one judge asks of every service in every second. */
    private static final int MOST = 20;

    private static final int LONGEST_MESSAGE = 200;
    private static final Duration WIDEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final List<String> KEYS = List.of("name", "when", "over", "for", "message");

    private RuleSection() {}

    static List<Rule> read(Section triggers, Findings findings) {
        var sections = triggers.sections("rules", "a rule", KEYS);
        if (sections.size() > MOST) {
            findings.at(
                    triggers.node("rules"), sections.size() + " rules; at most " + MOST + " are asked, so join some");
        }
        var names = new HashSet<String>();
        return sections.stream().map(at -> rule(at, names, findings)).toList();
    }

    private static Rule rule(Section at, Set<String> names, Findings findings) {
        var name = at.name("name");
        if (!name.isEmpty() && !names.add(name)) {
            findings.at(at.node("name"), "rule '" + name + "' stands twice; give each its own name");
        }
        var when = at.text("when");
        if (!when.isEmpty()) {
            Expression.of(when).problems().forEach(problem -> findings.at(at.node("when"), message(name, problem)));
        }
        var message = at.has("message") ? at.text("message") : "";
        if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            findings.at(at.node("message"), "the message of a rule has at most " + LONGEST_MESSAGE + " characters");
        }
        return new Rule(name, when, span(at, "over", WIDEST, findings), span(at, "for", LONGEST, findings), message);
    }

    private static String message(String name, Problem problem) {
        var hint = problem.unknown().isEmpty()
                ? ""
                : Nearest.of(problem.unknown(), Variable.allNames().toList())
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElseGet(() -> "; known are "
                                + String.join(", ", Variable.allNames().toList()));
        return "rule '" + name + "' is wrong at character " + problem.character() + ": " + problem.message() + hint;
    }

    private static Duration span(Section at, String key, Duration longest, Findings findings) {
        var span = at.positive(key, USUAL);
        if (span.compareTo(Duration.ofSeconds(1)) < 0 || span.compareTo(longest) > 0) {
            findings.at(
                    at.node(key),
                    "'" + key + "' of a rule is between 1s and " + longest.toMinutes() + "m; what is measured comes"
                            + " once a second");
        }
        return span;
    }
}
