package io.tidegate.schemas.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * The example of every message, as the AsyncAPI document shows it and tests use it: one file per record type, in Avro's
 * JSON encoding, told from one deployment that goes wrong.
 */
public final class Examples {
    private Examples() {}

    /**
     * The example of a record type.
     *
     * @throws IllegalArgumentException if there is none, or if it is not valid for the type's schema
     */
    public static <T extends SpecificRecord> T of(Class<T> type) {
        var schema = SpecificData.get().getSchema(type);
        try {
            var decoder = DecoderFactory.get().jsonDecoder(schema, text(type));
            return new SpecificDatumReader<>(type).read(null, decoder);
        } catch (IOException | AvroRuntimeException invalid) {
            throw new IllegalArgumentException(
                    file(type) + " is no valid " + type.getSimpleName() + ": " + invalid.getMessage(), invalid);
        }
    }

    /** The text of an example. */
    public static String text(Class<? extends SpecificRecord> type) {
        try (var file = Examples.class.getResourceAsStream(file(type))) {
            if (file == null) {
                throw new IllegalArgumentException("there is no example of " + type.getSimpleName()
                        + "; write src/main/resources/io/tidegate/schemas/examples/" + file(type)
                        + " in the schemas module");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String file(Class<?> type) {
        return type.getSimpleName() + ".json";
    }
}
