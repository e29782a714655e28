package io.tidegate.health.collect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Files that declare what is to be collected, in YAML. What is wrong in one stops the service, and it says where and what. */
public final class Declarations {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new Jdk8Module())
            .registerModule(new SimpleModule().addDeserializer(Duration.class, new InWords()))
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Declarations() {}

    /** Reads a file; what a declaration itself finds wrong it throws as an {@link IllegalArgumentException}. */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return YAML.readValue(Files.readString(file), type);
        } catch (JsonProcessingException wrong) {
            var place = wrong.getLocation() == null
                    ? ""
                    : ":" + wrong.getLocation().getLineNr() + ":"
                            + wrong.getLocation().getColumnNr();
            throw new IllegalArgumentException(file + place + ": " + said(wrong), wrong);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static String said(JsonProcessingException wrong) {
        for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException own) {
                return String.valueOf(own.getMessage());
            }
        }
        return wrong.getOriginalMessage();
    }

    /** What a declaration must have. */
    public static String required(@Nullable String value, String key, String of) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(of + " lacks '" + key + "'");
        }
        return value;
    }

    /** {@code 500ms}, {@code 10s}, {@code 5m}. */
    private static final class InWords extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        InWords() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = parser.getText();
            var wrong = "'" + text + "' is no duration; wanted is one above zero such as 500ms, 10s or 5m";
            Duration found;
            try {
                found = DurationConverter.parseDuration(text);
            } catch (IllegalArgumentException none) {
                throw new IllegalArgumentException(wrong, none);
            }
            if (found == null || !found.isPositive()) {
                throw new IllegalArgumentException(wrong);
            }
            return found;
        }
    }
}
