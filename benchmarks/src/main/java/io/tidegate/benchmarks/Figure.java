package io.tidegate.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured quantity.
 *
 * @param name what was measured
 * @param unit of all its values
 * @param goal what it is to reach, if anything was set
 */
record Figure(String name, String unit, Distribution values, Optional<Goal> goal) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A limit for one of a figure's statistics; smaller is better for all that have one. */
    record Goal(Statistic statistic, double most) {}

    /** What of a distribution a goal speaks of. */
    enum Statistic {
        MEDIAN,
        P99,
        MAX;

        double of(Distribution values) {
            return switch (this) {
                case MEDIAN -> values.median();
                case P99 -> values.p99();
                case MAX -> values.max();
            };
        }
    }

    static Figure of(String name, String unit, Distribution values) {
        return new Figure(name, unit, values, Optional.empty());
    }

    Figure within(Statistic statistic, double most) {
        return new Figure(name, unit, values, Optional.of(new Goal(statistic, most)));
    }

    /** Whether the goal is reached; empty where there is none. */
    Optional<Boolean> reached() {
        return goal.map(limit -> limit.statistic().of(values) <= limit.most());
    }

    /** What another process says of a figure without a goal, with every value. */
    static Figure fromJson(String text) throws JsonProcessingException {
        var node = JSON.readTree(text);
        var values = new ArrayList<Double>();
        node.path("values").forEach(value -> values.add(value.asDouble()));
        return of(node.path("name").asText(), node.path("unit").asText(), new Distribution(values));
    }

    /** The same the other way. */
    String toJson() {
        var node = JSON.createObjectNode().put("name", name).put("unit", unit);
        values.sorted().forEach(node.putArray("values")::add);
        return node.toString();
    }

    ObjectNode json() {
        var node = JSON.createObjectNode()
                .put("name", name)
                .put("unit", unit)
                .put("count", values.count())
                .put("min", values.min())
                .put("median", values.median())
                .put("p99", values.p99())
                .put("max", values.max());
        goal.ifPresent(limit -> node.putObject("goal")
                .put("statistic", limit.statistic().name().toLowerCase(Locale.ROOT))
                .put("most", limit.most())
                .put("reached", reached().orElse(false)));
        return node;
    }

    static String head() {
        return row("FIGURE", "UNIT", "COUNT", "MIN", "MEDIAN", "P99", "MAX", "GOAL");
    }

    String row() {
        return row(
                name,
                unit,
                Integer.toString(values.count()),
                number(values.min()),
                number(values.median()),
                number(values.p99()),
                number(values.max()),
                goal.map(limit -> "%s <= %s, %s"
                                .formatted(
                                        limit.statistic().name().toLowerCase(Locale.ROOT),
                                        number(limit.most()),
                                        reached().orElse(false) ? "reached" : "MISSED"))
                        .orElse(""));
    }

    private static String row(
            String name, String unit, String count, String min, String median, String p99, String max, String goal) {
        return "%-58s %-7s %6s %10s %10s %10s %10s  %s"
                .formatted(name, unit, count, min, median, p99, max, goal)
                .stripTrailing();
    }

    /** Three digits of what is small, none behind the point of what is large. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.2f" : "%.4f", value);
    }
}
