package io.tidegate.estate.reading;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts with a unit, as Kubernetes writes them. */
final class Units {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern CPU = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))?(m?)");
    private static final Pattern PERCENT = Pattern.compile("([1-9]\\d?|100)%");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(Ki|Mi|Gi|Ti)?");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Integer> SHIFTS = Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40);

    private Units() {}

    static Optional<Duration> duration(String text) {
        var matcher = DURATION.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 0L)))
                : Optional.empty();
    }

    /** Thousandths of a core. */
    static Optional<Long> cpu(String text) {
        var matcher = CPU.matcher(text);
        if (!matcher.matches() || (matcher.group(2) != null && !matcher.group(3).isEmpty())) {
            return Optional.empty();
        }
        var thousandths = matcher.group(2) == null ? "" : matcher.group(2);
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                matcher.group(3).isEmpty()
                        ? amount * 1000 + Long.parseLong((thousandths + "000").substring(0, 3))
                        : amount);
    }

    /** A whole percentage from 1 to 100. */
    static Optional<Integer> percent(String text) {
        var matcher = PERCENT.matcher(text);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    static Optional<Long> bytes(String text) {
        var matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var unit = matcher.group(2);
        int shift = unit == null ? 0 : SHIFTS.getOrDefault(unit, 0);
        long amount = Long.parseLong(matcher.group(1));
        return amount > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(amount << shift);
    }
}
