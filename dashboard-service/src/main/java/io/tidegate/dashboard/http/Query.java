package io.tidegate.dashboard.http;

import io.tidegate.dashboard.projection.Filter;
import io.tidegate.dashboard.projection.Page;
import io.tidegate.dashboard.projection.Position;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parameters and headers as they are given, and what they mean. */
final class Query {
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,198}[\\x21-\\x7e])?");

    private Query() {}

    static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    static Filter filter(
            @Nullable String estate,
            @Nullable String environment,
            @Nullable String deployment,
            @Nullable String region) {
        return new Filter(given(estate), given(environment), given(deployment), given(region));
    }

    static int limit(@Nullable String value) {
        if (value == null) {
            return USUAL;
        }
        int limit = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MOST) {
            throw new Problem(
                    Reason.INVALID_PARAMETER,
                    "'limit' is '" + shown(value) + "'; wanted is a number from 1 to " + MOST);
        }
        return limit;
    }

    static Optional<Page.Token> page(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        var token = Page.Token.parse(value);
        if (token.isEmpty()) {
            throw new Problem(
                    Reason.INVALID_PARAMETER, "'page' is none that was handed out; take it from 'next' of a list");
        }
        return token;
    }

    /** Where a stream goes on; what a browser sends by itself when it connects again counts more than the address. */
    static Optional<Position> after(@Nullable String lastEventId, @Nullable String parameter) {
        var text = given(lastEventId).or(() -> given(parameter));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var position = Position.parse(text.get());
        if (position.isEmpty()) {
            throw new Problem(
                    Reason.INVALID_POSITION, "the position to go on from is none; take it from an event's id");
        }
        return position;
    }

    static Instant instant(String name, @Nullable String value, Instant otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException notATime) {
            throw new Problem(
                    Reason.INVALID_PARAMETER,
                    "'" + name + "' is '" + shown(value) + "'; wanted is a time such as 2026-01-31T12:00:00Z",
                    notATime);
        }
    }

    /** A header of at most 200 printable characters. */
    static Optional<String> header(String name, @Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        if (!HEADER.matcher(value).matches()) {
            throw new Problem(
                    Reason.INVALID_PARAMETER, "header " + name + " has 1 to 200 printable characters of ASCII");
        }
        return Optional.of(value);
    }

    private static String shown(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "..." : value;
    }
}
