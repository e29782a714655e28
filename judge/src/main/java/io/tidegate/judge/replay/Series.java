package io.tidegate.judge.replay;

import io.tidegate.judge.steady.Reading;
import java.util.List;

/** What was recorded of one service, in the order of time. */
public record Series(String service, List<Reading> readings) {
    public Series {
        readings = List.copyOf(readings);
    }

    /** How many series there are for the judge to watch. */
    long width() {
        long gauges = readings.stream()
                .flatMap(reading -> reading.gauges().keySet().stream())
                .distinct()
                .count();
        return gauges
                + (readings.stream().anyMatch(reading -> reading.failures().isPresent()) ? 1 : 0);
    }
}
