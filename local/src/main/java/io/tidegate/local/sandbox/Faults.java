package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is wrong with a version.
 *
 * @param errorShare share of requests that are answered with 500, 0 to 1
 * @param addedLatencyMillis added to every answer
 * @param memoryGrowthMiBPerSecond how fast every replica's memory grows
 * @param crash whether replicas die as soon as they start
 * @param slowStartSeconds how long a replica needs to become ready
 * @param neverReady whether it never becomes ready
 * @param failDeepCheck whether {@code /health/deep} fails
 * @param burst length of a burst of errors; 0 for errors that come one by one
 * @param mute whether its metrics say nothing of requests, as those of a service that only others measure
 */
public record Faults(
        double errorShare,
        int addedLatencyMillis,
        int memoryGrowthMiBPerSecond,
        boolean crash,
        int slowStartSeconds,
        boolean neverReady,
        boolean failDeepCheck,
        int burst,
        boolean mute) {
    public static final Faults NONE = new Faults(0, 0, 0, false, 0, false, false, 0, false);

    private static final Map<String, Class<?>> WORDS = new TreeMap<>(Map.of(
            "version", String.class,
            "errorShare", Number.class,
            "addedLatencyMillis", Integer.class,
            "memoryGrowthMiBPerSecond", Integer.class,
            "crash", Boolean.class,
            "slowStartSeconds", Integer.class,
            "neverReady", Boolean.class,
            "failDeepCheck", Boolean.class,
            "burst", Integer.class,
            "mute", Boolean.class));
    private static final Pattern WORD = Pattern.compile("([a-z]+)(\\d*)(?:\\.([a-z0-9-]+))?");

    /**
     * The faults that a version's name orders: words behind the version, parted by hyphens, such as {@code 2.0.0-errors20}
     * (20 % errors), {@code -latency3000} (ms), {@code -leak50} (MiB/s), {@code -crash}, {@code -slowstart20} (s), {@code
     * -neverready}, {@code -deepfail}, {@code -bursts5}, {@code -mute}. A region behind a dot limits a word to it: {@code
     * -errors20.us-west-2}.
     */
    static Faults of(String version, String region) {
        var here = version.replace("." + region, ".here");
        var faults = NONE;
        for (String word : Arrays.stream(here.split("-", -1)).skip(1).toList()) {
            var matcher = WORD.matcher(word);
            if (matcher.matches()
                    && (matcher.group(3) == null || matcher.group(3).equals("here"))) {
                int amount = matcher.group(2).isEmpty() ? 0 : Integer.parseInt(matcher.group(2));
                faults = faults.with(matcher.group(1), amount);
            }
        }
        return faults;
    }

    private Faults with(String word, int amount) {
        var ordered = new JsonObject();
        switch (word) {
            case "errors" -> ordered.put("errorShare", amount / 100.0);
            case "latency" -> ordered.put("addedLatencyMillis", amount);
            case "leak" -> ordered.put("memoryGrowthMiBPerSecond", amount);
            case "crash" -> ordered.put("crash", true);
            case "slowstart" -> ordered.put("slowStartSeconds", amount);
            case "neverready" -> ordered.put("neverReady", true);
            case "deepfail" -> ordered.put("failDeepCheck", true);
            case "bursts" -> ordered.put("burst", amount).put("errorShare", errorShare > 0 ? errorShare : 0.05);
            case "mute" -> ordered.put("mute", true);
            default -> {}
        }
        return overlaid(ordered);
    }

    /** What is wrong with an order of faults, if something is; the words are those of this record, and {@code version}. */
    static Optional<String> problem(JsonObject ordered) {
        for (var entry : ordered) {
            var wanted = WORDS.get(entry.getKey());
            if (wanted == null) {
                return Optional.of(
                        "there is no fault '" + entry.getKey() + "'; wanted are " + String.join(", ", WORDS.keySet()));
            }
            if (!wanted.isInstance(entry.getValue())) {
                return Optional.of("'" + entry.getKey() + "' is " + entry.getValue() + ", but wants a "
                        + wanted.getSimpleName().toLowerCase(Locale.ROOT));
            }
            if (entry.getValue() instanceof Number number && number.doubleValue() < 0) {
                return Optional.of("'" + entry.getKey() + "' is " + number + ", but wants 0 or more");
            }
        }
        return ordered.getDouble("errorShare", 0.0) > 1
                ? Optional.of("'errorShare' is a share, from 0 to 1")
                : Optional.empty();
    }

    /** Faults ordered at run time; what the document does not name is as in {@code this}. */
    Faults overlaid(JsonObject ordered) {
        return new Faults(
                ordered.getDouble("errorShare", errorShare),
                ordered.getInteger("addedLatencyMillis", addedLatencyMillis),
                ordered.getInteger("memoryGrowthMiBPerSecond", memoryGrowthMiBPerSecond),
                ordered.getBoolean("crash", crash),
                ordered.getInteger("slowStartSeconds", slowStartSeconds),
                ordered.getBoolean("neverReady", neverReady),
                ordered.getBoolean("failDeepCheck", failDeepCheck),
                ordered.getInteger("burst", burst),
                ordered.getBoolean("mute", mute));
    }
}
