package io.tidegate.estate.importing;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Variables in values, as the Compose specification writes them: {@code $NAME}, {@code ${NAME}} and the forms with
 * {@code :-}, {@code -}, {@code :?}, {@code ?}, {@code :+} and {@code +}; {@code $$} is a dollar sign.
 */
final class Interpolation implements UnaryOperator<String> {
    private final Map<String, String> variables;
    private final Set<String> unset = new TreeSet<>();

    Interpolation(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Names that a value wanted, that are not set and have no default. */
    Set<String> unset() {
        return unset;
    }

    @Override
    public String apply(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                return result.append(text, at, text.length()).toString();
            }
            result.append(text, at, dollar);
            at = expression(text, dollar, result);
        }
        return result.toString();
    }

    /** Replaces the expression that begins at {@code dollar}; returns where the text goes on. */
    private int expression(String text, int dollar, StringBuilder result) {
        char next = text.charAt(dollar + 1);
        if (next == '$') {
            result.append('$');
            return dollar + 2;
        }
        if (next == '{') {
            int end = closing(text, dollar + 2);
            if (end > 0) {
                result.append(braced(text.substring(dollar + 2, end)));
                return end + 1;
            }
        }
        int end = nameEnd(text, dollar + 1);
        result.append(end == dollar + 1 ? "$" : variable(text.substring(dollar + 1, end)));
        return end;
    }

    private String braced(String inner) {
        int end = nameEnd(inner, 0);
        var name = inner.substring(0, end);
        var rest = inner.substring(end);
        boolean emptyIsUnset = rest.startsWith(":");
        var operation = emptyIsUnset ? rest.substring(1) : rest;
        if (operation.isEmpty()) {
            return variable(name);
        }
        var value = variables.get(name);
        boolean set = value != null && !(emptyIsUnset && value.isEmpty());
        return switch (operation.charAt(0)) {
            case '-' -> set && value != null ? value : apply(operation.substring(1));
            case '+' -> set ? apply(operation.substring(1)) : "";
            default -> variable(name);
        };
    }

    private String variable(String name) {
        var value = variables.get(name);
        if (value == null) {
            unset.add(name);
            return "";
        }
        return value;
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** Where the brace closes that was opened before {@code from}; -1 where it does not. */
    private static int closing(String text, int from) {
        int open = 1;
        for (int at = from; at < text.length(); at++) {
            char here = text.charAt(at);
            if (here == '{') {
                open++;
            } else if (here == '}' && --open == 0) {
                return at;
            }
        }
        return -1;
    }
}
