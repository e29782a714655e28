package io.tidegate.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tidegate.schemas.envelope.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final Path FILE = Path.of("asyncapi.yaml");
    private static final String HOW = "./mvnw -pl schemas test -Dtest=AsyncApiTest -Dapprove=true";

    @BeforeAll
    static void approve() throws IOException {
        if (Boolean.getBoolean("approve")) {
            Files.writeString(FILE, AsyncApiDocument.yaml());
        }
    }

    @Test
    void theAsyncApiDocumentSaysWhatTheCatalogueSays() {
        assertThat(FILE)
                .as(
                        "schemas/asyncapi.yaml differs from the contract; write it anew with %s and look at what"
                                + " changed",
                        HOW)
                .content()
                .isEqualTo(AsyncApiDocument.yaml());
    }

    @Test
    void theAsyncApiDocumentIsValidUnderTheSpecificationsSchema() throws IOException {
        try (InputStream schema = getClass().getResourceAsStream("/asyncapi/3.0.0.json")) {
            var specification = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Objects.requireNonNull(schema));
            assertThat(specification.validate(Files.readString(FILE), InputFormat.YAML))
                    .isEmpty();
        }
    }

    @Test
    void anInvalidDocumentIsFound() throws IOException {
        var document = AsyncApiDocument.tree();
        document.withObjectProperty("channels").putObject("broken").put("adress", "misspelt");
        try (InputStream schema = getClass().getResourceAsStream("/asyncapi/3.0.0.json")) {
            var specification = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Objects.requireNonNull(schema));
            assertThat(specification.validate(new ObjectMapper().writeValueAsString(document), InputFormat.JSON))
                    .anySatisfy(error -> assertThat(error.getMessage()).contains("adress"));
        }
    }

    @Test
    void theDocumentedHeadersAreThoseOfTheEnvelope() {
        var envelope = new Envelope("e", "/s", "t", "k", Instant.EPOCH, 1, 1, Optional.of("00-0-0-01"));
        assertThat(Arrays.stream(envelope.toHeaders().toArray()).map(Header::key))
                .containsExactlyInAnyOrderElementsOf(AsyncApiDocument.HEADERS.keySet());
    }
}
