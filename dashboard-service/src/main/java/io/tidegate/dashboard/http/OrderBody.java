package io.tidegate.dashboard.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The body of an order: a JSON object with these fields and no others, read only up to a limit. */
final class OrderBody {
    /** An estate's document may have 5 MB; around it there is some more. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final int MAX_TEXT = 2_000;
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(10)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode body;

    private OrderBody(JsonNode body) {
        this.body = body;
    }

    /** @param fields the names that are known */
    static OrderBody read(InputStream stream, List<String> fields) {
        byte[] bytes;
        try {
            bytes = stream.readNBytes(MAX_BYTES + 1);
        } catch (IOException broken) {
            throw new Problem(Reason.MALFORMED, "the body ended early", broken);
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        var body = parse(bytes);
        if (!body.isObject()) {
            throw new Problem(Reason.MALFORMED, "the body is not a JSON object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw new Problem(
                        Reason.MALFORMED,
                        "the body has a field '" + name + "'; known are " + String.join(", ", fields));
            }
        });
        return new OrderBody(body);
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return STRICT.readTree(bytes);
        } catch (IOException broken) {
            var place = broken instanceof com.fasterxml.jackson.core.JsonProcessingException at
                    ? Optional.ofNullable(at.getLocation())
                    : Optional.<com.fasterxml.jackson.core.JsonLocation>empty();
            throw new Problem(
                    Reason.MALFORMED,
                    "the body is not JSON"
                            + place.map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                                    .orElse(""),
                    broken);
        }
    }

    static Problem tooLarge() {
        return new Problem(Reason.TOO_LARGE, "the body is larger than " + MAX_BYTES + " bytes; nothing of it was read");
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() -> new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is missing or blank"));
    }

    Optional<String> optional(String name) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.getNodeType() != JsonNodeType.STRING) {
            throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is no text");
        }
        return Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    /** What a person says; it is kept with every event, so it is not to be a book. */
    String reason() {
        var reason = optional("reason").orElse("");
        if (reason.length() > MAX_TEXT) {
            throw new Problem(Reason.INVALID_REQUEST, "the reason is longer than " + MAX_TEXT + " characters");
        }
        return reason;
    }

    /** One of the choices, in lower case; this one where none is made. */
    <E extends Enum<E>> E choice(String name, E otherwise) {
        return optional(name)
                .map(word -> Stream.of(otherwise.getDeclaringClass().getEnumConstants())
                        .filter(choice -> word(choice).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new Problem(
                                Reason.INVALID_REQUEST,
                                "the field '" + name + "' is '" + word + "'; it can be "
                                        + Stream.of(otherwise
                                                        .getDeclaringClass()
                                                        .getEnumConstants())
                                                .map(OrderBody::word)
                                                .collect(Collectors.joining(", ")))))
                .orElse(otherwise);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** Whether something is so; not where nothing is said. */
    boolean flag(String name) {
        var value = body.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is neither true nor false");
        }
        return value.asBoolean(false);
    }

    /** Texts in a list; none where there is none. */
    List<String> list(String name) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' holds something that is no text");
            }
            texts.add(each.asText());
        }
        if (!value.isArray()) {
            throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is no list");
        }
        return texts;
    }

    /** A number of seconds; zero where there is none. */
    Duration seconds(String name) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Duration.ZERO;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is no number of seconds");
        }
        return Duration.ofSeconds(value.asInt());
    }

    Optional<Instant> instant(String name) {
        return optional(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException notATime) {
                throw new Problem(
                        Reason.INVALID_REQUEST,
                        "the field '" + name + "' is no time such as 2026-12-24T22:00:00+01:00",
                        notATime);
            }
        });
    }

    Map<String, String> texts(String name) {
        var value = body.path(name);
        var texts = new TreeMap<String, String>();
        if (value.isMissingNode() || value.isNull()) {
            return texts;
        }
        value.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "." + entry.getKey() + "' is no text");
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        if (!value.isObject()) {
            throw new Problem(Reason.INVALID_REQUEST, "the field '" + name + "' is no object");
        }
        return texts;
    }
}
