package io.tidegate.health.collect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Prometheus' text format and OpenMetrics', strictly: an exposition with a line that is neither is not read at all, since
 * half of one would look as if counters had fallen. Types, helps, units, timestamps and exemplars are checked for their form
 * and passed over.
 */
final class TextFormat {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final int EXCERPT = 80;
    private static final char END = '\0';

    private final String line;
    private final int number;
    private int at;

    private TextFormat(String line, int number) {
        this.line = line;
        this.number = number;
    }

    /**
     * Reads all of it, and keeps what is wanted.
     *
     * @param openMetrics whether it must end in {@code # EOF}, without which it was cut off
     */
    static Scrape read(String text, boolean openMetrics, Predicate<String> wanted) {
        var scrape = new Scrape.Builder(wanted);
        boolean ended = false;
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            var line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            if (ended && !line.isBlank()) {
                throw new UnreadableTelemetryException("line " + number + ": something stands behind # EOF");
            } else if (openMetrics && line.equals("# EOF")) {
                ended = true;
            } else if (!line.isBlank() && line.stripLeading().charAt(0) != '#') {
                new TextFormat(line, number).sample(scrape);
            }
        }
        if (openMetrics && !ended) {
            throw new UnreadableTelemetryException(
                    "line " + number + ": it ends without # EOF, so that a part of it may be missing");
        }
        return scrape.build();
    }

    private void sample(Scrape.Builder scrape) {
        blanks();
        var labels = new LinkedHashMap<String, String>();
        var name = peek() == '{' ? "" : name();
        blanks();
        if (peek() == '{') {
            var quoted = labels(labels);
            name = name.isEmpty() ? quoted : name;
        }
        if (name.isEmpty()) {
            throw wrong("a sample has a name");
        }
        blanks();
        double value = number(word());
        blanks();
        if (at < line.length() && peek() != '#') {
            timestamp();
        }
        if (at < line.length()) {
            exemplar();
        }
        scrape.add(name, labels, value);
    }

    private void timestamp() {
        if (!NUMBER.matcher(word()).matches()) {
            throw wrong("a timestamp is a number");
        }
        blanks();
    }

    /** {@code # {labels} value [timestamp]}. */
    private void exemplar() {
        if (peek() != '#') {
            throw wrong("nothing but an exemplar may stand behind a timestamp");
        }
        at++;
        blanks();
        if (peek() != '{') {
            throw wrong("an exemplar begins with its labels");
        }
        labels(new LinkedHashMap<>());
        blanks();
        number(word());
        blanks();
        if (at < line.length()) {
            timestamp();
        }
        if (at < line.length()) {
            throw wrong("something stands behind an exemplar");
        }
    }

    /** Reads the labels in braces; returns the metric's name where it stands among them in quotes, or nothing. */
    private String labels(Map<String, String> labels) {
        var name = "";
        at++;
        blanks();
        while (peek() != '}') {
            boolean isQuoted = peek() == '"';
            var key = isQuoted ? quoted() : name();
            blanks();
            if (peek() == '=') {
                at++;
                blanks();
                if (labels.put(key, quoted()) != null) {
                    throw wrong("label " + key + " stands twice");
                }
            } else if (isQuoted && name.isEmpty()) {
                name = key;
            } else {
                throw wrong("a label is NAME=\"VALUE\"");
            }
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
            } else if (peek() != '}') {
                throw wrong("labels are divided by commas and end in a brace");
            }
        }
        at++;
        return name;
    }

    private String quoted() {
        if (peek() != '"') {
            throw wrong("a label's value stands in quotes");
        }
        var text = new StringBuilder();
        for (at++; peek() != '"'; at++) {
            if (at >= line.length()) {
                throw wrong("a quote is not closed");
            }
            text.append(peek() == '\\' ? escaped() : String.valueOf(peek()));
        }
        at++;
        return text.toString();
    }

    /** What a backslash stands for together with what follows it; what it does not stand for, both are. */
    private String escaped() {
        at++;
        return switch (peek()) {
            case 'n' -> "\n";
            case '"' -> "\"";
            case '\\' -> "\\";
            case END -> throw wrong("a quote is not closed");
            default -> "\\" + peek();
        };
    }

    private String name() {
        int begin = at;
        while (isOfName(peek(), at == begin)) {
            at++;
        }
        if (at == begin) {
            throw wrong("a name is of letters, digits, _ and :");
        }
        return line.substring(begin, at);
    }

    private static boolean isOfName(char letter, boolean isFirst) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || letter == '_'
                || letter == ':'
                || (!isFirst && letter >= '0' && letter <= '9');
    }

    private String word() {
        int begin = at;
        while (at < line.length() && !isBlank(peek())) {
            at++;
        }
        return line.substring(begin, at);
    }

    private double number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "+inf", "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                if (!NUMBER.matcher(text).matches()) {
                    throw wrong("'" + text + "' is no value");
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : END;
    }

    private void blanks() {
        while (isBlank(peek())) {
            at++;
        }
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t';
    }

    private UnreadableTelemetryException wrong(String wanted) {
        var excerpt = line.length() > EXCERPT ? line.substring(0, EXCERPT) + "..." : line;
        return new UnreadableTelemetryException(
                "line " + number + ", column " + (at + 1) + ": " + wanted + "; it reads: " + excerpt);
    }
}
