package io.tidegate.health.collect.journey;

import static io.tidegate.health.collect.Declarations.required;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.estate.HttpTest;
import io.tidegate.estate.HttpTest.Expectation;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user does, step by step. A step is declared like a test of a validator; besides, it may extract values that the steps
 * after it use as {@code ${name}}.
 *
 * @param service whose health it tells
 * @param version which of its versions; {@code ${name}} where a step finds it out, and empty where nobody does
 * @param address where its paths are
 * @param interval how often it is made, if that is not as usual
 */
public record Journey(
        String name,
        String estate,
        String environment,
        String service,
        String version,
        URI address,
        Optional<Duration> interval,
        List<Step> steps) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A file of them. */
    public record File(List<Journey> journeys) {
        public File(@Nullable List<Journey> journeys) {
            if (journeys == null || journeys.isEmpty()) {
                throw new IllegalArgumentException("the file lacks 'journeys', a list of them");
            }
            var names = new HashSet<String>();
            for (Journey journey : journeys) {
                if (!names.add(journey.name())) {
                    throw new IllegalArgumentException(
                            "journey '" + journey.name() + "' stands twice; give each its own name");
                }
            }
            this.journeys = List.copyOf(journeys);
        }
    }

    public Journey(
            @Nullable String name,
            @Nullable String estate,
            @Nullable String environment,
            @Nullable String service,
            @Nullable String version,
            @Nullable URI address,
            Optional<Duration> interval,
            @Nullable List<Step> steps) {
        this.name = required(name, "name", "a journey");
        var what = "journey '" + name + "'";
        if (!NAME.matcher(this.name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a journey; wanted are up to 63 letters, digits, '-', '_' and '.'");
        }
        this.estate = required(estate, "estate", what);
        this.environment = required(environment, "environment", what);
        this.service = required(service, "service", what);
        this.version = version == null ? "" : version;
        if (address == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(what + " lacks 'address', such as https://shop.example");
        }
        this.address = address;
        this.interval = interval;
        if (steps == null || steps.isEmpty()) {
            throw new IllegalArgumentException(what + " has no steps");
        }
        this.steps = List.copyOf(steps);
    }

    /** What is wanted of an answer. */
    public record Expect(
            @Nullable String status,
            @Nullable Map<String, String> headers,
            @Nullable Map<String, String> json,
            @Nullable List<String> text) {}

    /**
     * One request.
     *
     * @param extract by the name of a value, where in the answer it is: a JSON pointer, or {@code header:NAME}
     */
    public record Step(HttpTest test, Map<String, String> extract) {
        private static final Pattern STATUS = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

        public Step {
            extract = Collections.unmodifiableMap(new LinkedHashMap<>(extract));
        }

        @JsonCreator
        static Step of(
                @JsonProperty("name") @Nullable String name,
                @JsonProperty("method") @Nullable String method,
                @JsonProperty("path") @Nullable String path,
                @JsonProperty("headers") @Nullable Map<String, String> headers,
                @JsonProperty("body") @Nullable String body,
                @JsonProperty("expect") @Nullable Expect expect,
                @JsonProperty("extract") @Nullable Map<String, String> extract,
                @JsonProperty("timeout") @Nullable Duration timeout) {
            var title = required(name, "name", "a step");
            var where = required(path, "path", "step '" + title + "'");
            if (!where.startsWith("/") || where.startsWith("//")) {
                throw new IllegalArgumentException(
                        "'" + where + "' is no path; wanted is one such as /cart, beginning with one slash");
            }
            var found = extract == null ? Map.<String, String>of() : extract;
            found.forEach((key, place) -> {
                if (!place.startsWith("/") && !place.startsWith("header:")) {
                    throw new IllegalArgumentException("step '" + title + "' extracts '" + key + "' from '" + place
                            + "'; wanted is a JSON pointer such as /id, or header:NAME");
                }
            });
            return new Step(
                    new HttpTest(
                            title,
                            "",
                            "",
                            method == null ? "GET" : method,
                            where,
                            headers == null ? Map.of() : headers,
                            body == null ? "" : body,
                            expectation(title, expect),
                            timeout == null ? TIMEOUT : timeout),
                    found);
        }

        private static Expectation expectation(String step, @Nullable Expect expect) {
            if (expect == null) {
                return new Expectation(200, 299, Map.of(), Map.of(), List.of());
            }
            var status = STATUS.matcher(expect.status() == null ? "200-299" : expect.status());
            if (!status.matches()) {
                throw new IllegalArgumentException("step '" + step + "' expects status '" + expect.status()
                        + "'; wanted is one such as 200, or a range such as 200-299");
            }
            int lowest = Integer.parseInt(status.group(1));
            return new Expectation(
                    lowest,
                    status.group(2) == null ? lowest : Integer.parseInt(status.group(2)),
                    expect.headers() == null ? Map.of() : expect.headers(),
                    expect.json() == null ? Map.of() : expect.json(),
                    expect.text() == null ? List.of() : expect.text());
        }

        /** The request with what was found out so far; in a path a value keeps to its place. */
        HttpTest with(Map<String, String> values) {
            var filled = test.in("", values);
            var inPath = new LinkedHashMap<String, String>();
            values.forEach((key, value) ->
                    inPath.put(key, URLEncoder.encode(value, UTF_8).replace("+", "%20")));
            return new HttpTest(
                    filled.name(),
                    "",
                    "",
                    filled.method(),
                    test.in("", inPath).path(),
                    filled.headers(),
                    filled.body(),
                    filled.expectation(),
                    filled.timeout());
        }
    }
}
