package io.tidegate.estate.reading;

import io.tidegate.estate.Triggers;
import io.tidegate.estate.Triggers.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code triggers} of a policy; what is not said is as in the specification. */
final class TriggerSection {
    static final List<String> KEYS = List.of(
            "errors", "p95", "availability", "memory", "failedChecks", "minimumRequests", "falseAlarmBudget", "rules");
    static final String SHARE = "a share in percent such as 5% or 99.5%";

    private TriggerSection() {}

    static Triggers read(Section at, Findings findings) {
        var fallback = Triggers.SPECIFICATION;
        return new Triggers(
                limit(at, "errors", fallback.errors(), SHARE, TriggerSection::share),
                limit(at, "p95", fallback.p95(), "a duration such as 500ms or 5s", TriggerSection::seconds),
                limit(at, "availability", fallback.availability(), SHARE, TriggerSection::share),
                limit(at, "memory", fallback.memory(), SHARE, TriggerSection::share),
                at.integer("failedChecks", fallback.failedChecks(), 1, 1000),
                at.integer("minimumRequests", fallback.minimumRequests(), 1, 1_000_000),
                at.read(
                        "falseAlarmBudget",
                        fallback.falseAlarmBudget(),
                        "a chance in percent such as 0.1%",
                        TriggerSection::share),
                RuleSection.read(at, findings));
    }

    private static Limit limit(
            Section at, String key, Limit fallback, String wanted, Function<String, Optional<Double>> reader) {
        return at.section(key, List.of("limit", "sustained"))
                .map(section -> new Limit(
                        section.read("limit", fallback.value(), wanted, reader),
                        section.duration("sustained", fallback.sustained())))
                .orElse(fallback);
    }

    /** A percentage between 0 and 100, both excluded, as a share. */
    static Optional<Double> share(String text) {
        if (!text.endsWith("%")) {
            return Optional.empty();
        }
        try {
            double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
            return share > 0 && share < 1 ? Optional.of(share) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Double> seconds(String text) {
        return Units.duration(text).map(Duration::toMillis).map(millis -> millis / 1000.0);
    }
}
