package io.tidegate.estate.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the amounts of Compose ({@code 512m}, {@code 1gb}) and Kubernetes ({@code 250m}, {@code 1.5Gi}). */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
    private static final Map<String, BigDecimal> KUBERNETES_BYTES = Map.of(
            "",
            power(10, 0),
            "k",
            power(10, 3),
            "M",
            power(10, 6),
            "G",
            power(10, 9),
            "T",
            power(10, 12),
            "Ki",
            power(2, 10),
            "Mi",
            power(2, 20),
            "Gi",
            power(2, 30),
            "Ti",
            power(2, 40));
    private static final Map<String, BigDecimal> COMPOSE_BYTES = Map.of(
            "",
            power(2, 0),
            "b",
            power(2, 0),
            "k",
            power(2, 10),
            "kb",
            power(2, 10),
            "m",
            power(2, 20),
            "mb",
            power(2, 20),
            "g",
            power(2, 30),
            "gb",
            power(2, 30));
    private static final Map<String, BigDecimal> CORES =
            Map.of("", power(10, 3), "m", power(10, 0), "u", new BigDecimal("0.001"), "n", new BigDecimal("0.000001"));

    private Amounts() {}

    /** Thousandths of a core, rounded up. */
    static long cpu(Tree at) {
        return amount(at, CORES, false);
    }

    static long kubernetesBytes(Tree at) {
        return amount(at, KUBERNETES_BYTES, false);
    }

    static long composeBytes(Tree at) {
        return amount(at, COMPOSE_BYTES, true);
    }

    private static long amount(Tree at, Map<String, BigDecimal> units, boolean anyCase) {
        var matcher = AMOUNT.matcher(at.text().orElse(""));
        if (!matcher.matches()) {
            return 0;
        }
        var unit = anyCase ? matcher.group(2).toLowerCase(Locale.ROOT) : matcher.group(2);
        return Optional.ofNullable(units.get(unit))
                .map(factor -> new BigDecimal(matcher.group(1))
                        .multiply(factor)
                        .setScale(0, RoundingMode.CEILING)
                        .longValue())
                .orElse(0L);
    }

    private static BigDecimal power(int base, int exponent) {
        return BigDecimal.valueOf(base).pow(exponent);
    }
}
