package io.tidegate.estate.reading;

import io.tidegate.estate.HttpTest;
import io.tidegate.estate.HttpTest.Expectation;
import io.tidegate.estate.Image;
import io.tidegate.estate.Validation;
import io.tidegate.estate.ValidationJob;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Validator.Means;
import io.tidegate.estate.reading.EstateDraft.Placed;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code validators}: what answers for a kind of validation. */
final class ValidatorSection {
    /** Most tests of a suite: they are part of every plan. */
    static final int MOST_TESTS = 200;

    private static final int MOST_CHARACTERS = 4096;
    private static final List<String> KEYS = List.of("validates", "deadline", "http", "job", "kafka");
    private static final List<String> MEANS = List.of("http", "job", "kafka");
    private static final List<String> TEST_KEYS =
            List.of("name", "service", "method", "path", "headers", "body", "expect", "timeout");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    /** Two slashes at the beginning would name another host. */
    private static final Pattern PATH = Pattern.compile("/(?:[!-.0-~][!-~]*)?");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^/~]|~[01])*)*");
    private static final Set<String> NOT_OURS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Findings findings;

    private ValidatorSection(Findings findings) {
        this.findings = findings;
    }

    static List<Placed<Validator>> read(Section spec, Findings findings) {
        var reader = new ValidatorSection(findings);
        return spec.sections("validators", "a validator", KEYS).stream()
                .map(reader::validator)
                .toList();
    }

    private Placed<Validator> validator(Section at) {
        at.text("validates"); // a missing kind is a finding
        var validates = at.choice("validates", Validation.SMOKE, Validation.class);
        if (validates == Validation.HEALTH) {
            findings.at(at.node("validates"), "health is validated by telemetry; bind validators to the other kinds");
        }
        if (MEANS.stream().filter(at::has).count() != 1) {
            findings.at(at.node(), "a validator has one of http, job and kafka, and only one");
        }
        var means = at.has("job") ? Means.JOB : at.has("kafka") ? Means.KAFKA : Means.HTTP;
        if (validates == Validation.CONNECTIVITY && means != Means.HTTP) {
            findings.at(at.node(), "connectivity is validated by http, service by service in the other regions");
        }
        var deadline = at.positive("deadline", DEADLINE);
        var sections = at.sections("http", "a test", TEST_KEYS);
        var tests = sections.stream().map(test -> test(test, deadline)).toList();
        if (at.has("http") && (tests.isEmpty() || tests.size() > MOST_TESTS)) {
            findings.at(at.node("http"), "a suite has 1 to " + MOST_TESTS + " tests, not " + tests.size());
        }
        twice(at, tests);
        var job = at.section("job", List.of("image", "command", "args")).map(ValidatorSection::job);
        var program = at.has("kafka") ? at.name("kafka") : "";
        return new Placed<>(
                new Validator(validates, means, deadline, tests, job, program),
                at,
                sections.stream().flatMap(test -> test.word("service").stream()).toList());
    }

    private void twice(Section at, List<HttpTest> tests) {
        var seen = new HashSet<String>();
        tests.stream()
                .map(HttpTest::name)
                .filter(name -> !name.isEmpty() && !seen.add(name))
                .forEach(name ->
                        findings.at(at.node("http"), "test '" + name + "' stands twice; give each its own name"));
    }

    private static ValidationJob job(Section at) {
        at.text("image"); // a missing image is a finding
        return new ValidationJob(
                at.read(
                        "image",
                        new Image("unknown"),
                        "a reference such as repository/name:tag",
                        text -> text.isBlank() || text.chars().anyMatch(Character::isWhitespace)
                                ? Optional.empty()
                                : Optional.of(new Image(text))),
                at.lines("command"),
                at.lines("args"));
    }

    private HttpTest test(Section at, Duration deadline) {
        at.text("path"); // a missing path is a finding
        var timeout = at.positive("timeout", TIMEOUT.compareTo(deadline) < 0 ? TIMEOUT : deadline);
        if (timeout.compareTo(deadline) > 0) {
            findings.at(at.node("timeout"), "a test may not take longer than its validator's deadline");
        }
        return new HttpTest(
                at.text("name"),
                "",
                at.text("service"),
                at.read("method", "GET", "one of " + String.join(", ", METHODS), text -> Optional.of(text)
                        .filter(METHODS::contains)),
                at.read("path", "/", "a path such as /health/ready, beginning with one slash", text -> Optional.of(text)
                        .filter(matches(PATH))),
                headers(at, NOT_OURS),
                at.word("body")
                        .map(Word::text)
                        .filter(text -> isShort(at, text))
                        .orElse(""),
                at.section("expect", List.of("status", "headers", "json", "text"))
                        .map(this::expectation)
                        .orElse(new Expectation(200, 299, Map.of(), Map.of(), List.of())),
                timeout);
    }

    private boolean isShort(Section at, String body) {
        if (body.length() > MOST_CHARACTERS) {
            findings.at(at.node("body"), "the body has " + body.length() + " characters; at most " + MOST_CHARACTERS);
        }
        return body.length() <= MOST_CHARACTERS;
    }

    private Expectation expectation(Section at) {
        var status = at.read("status", List.of(200, 299), "a status such as 200, or a range such as 200-299", text -> {
            var found = STATUS.matcher(text);
            if (!found.matches()) {
                return Optional.empty();
            }
            int lowest = Integer.parseInt(found.group(1));
            int highest = found.group(2) == null ? lowest : Integer.parseInt(found.group(2));
            return lowest <= highest ? Optional.of(List.of(lowest, highest)) : Optional.empty();
        });
        var json = new LinkedHashMap<String, String>();
        at.texts("json").forEach((pointer, value) -> {
            if (POINTER.matcher(pointer).matches()) {
                json.put(pointer, value.text());
            } else {
                findings.at(value.node(), "'" + pointer + "' is no JSON pointer; wanted is one such as /status");
            }
        });
        return new Expectation(status.getFirst(), status.getLast(), headers(at, Set.of()), json, at.lines("text"));
    }

    private Map<String, String> headers(Section at, Set<String> refused) {
        var headers = new LinkedHashMap<String, String>();
        at.texts("headers").forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()
                    || !VALUE.matcher(value.text()).matches()
                    || refused.contains(name.toLowerCase(Locale.ROOT))) {
                findings.at(value.node(), "'" + name + "' with this value is no header that a test may name");
            } else {
                headers.put(name, value.text());
            }
        });
        return headers;
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).matches();
    }
}
