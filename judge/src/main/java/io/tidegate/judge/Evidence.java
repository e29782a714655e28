package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a verdict is what it is, fit to be shown to a person.
 *
 * @param rule the rule or test that spoke, such as {@code errors-against-limit}
 * @param metric what was measured
 * @param value what it was
 * @param limit what was allowed
 * @param baseline what the comparison showed, where there was one
 * @param samples requests or checks it rests on
 * @param pValue a p-value that is valid at every moment, where a test spoke
 * @param window the span of time looked at
 * @param since when the trouble was first seen
 * @param message one sentence that says it all
 * @param series the metric's last values, one per second, oldest first
 */
public record Evidence(
        String rule,
        String metric,
        double value,
        double limit,
        Optional<Double> baseline,
        long samples,
        Optional<Double> pValue,
        Duration window,
        Optional<Instant> since,
        String message,
        List<Double> series) {
    /** The rule of evidence against a version whose trouble begins in what it depends on. */
    static final String DEPENDENCY = "dependency";

    public Evidence {
        series = List.copyOf(series);
        if (rule.isBlank() || message.isBlank()) {
            throw new IllegalArgumentException("evidence names its rule and says a sentence");
        }
    }

    /** The same values, of trouble that begins elsewhere. */
    Evidence because(String origin) {
        return new Evidence(DEPENDENCY, metric, value, limit, baseline, samples, pValue, window, since, origin, series);
    }
}
