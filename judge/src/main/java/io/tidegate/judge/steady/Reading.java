package io.tidegate.judge.steady;

import io.tidegate.judge.Count;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was measured of a service over one interval. What is missing is left out; it is never zero.
 *
 * @param at the end of the interval
 * @param failures its requests and how many failed
 * @param gauges by name
 */
public record Reading(Instant at, Optional<Count> failures, Map<String, Gauge> gauges) {
    public Reading {
        gauges = Collections.unmodifiableMap(new TreeMap<>(gauges));
    }
}
