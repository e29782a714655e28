package io.tidegate.cli;

import java.time.Duration;
import java.util.Locale;

/** Words as they stand in a page. */
final class Html {
    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A word of the contract, such as {@code rolled_back}, for a person. */
    static String spoken(String word) {
        return escaped(word.replace('_', ' '));
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    /** A number with as many digits as it takes to tell it from others. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && size < 0.001 ? "%.1e" : size < 10 ? "%.4f" : "%.1f", value);
    }
}
