package io.tidegate.dashboard.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What can be asked here, as OpenAPI 3.1: the checked-in document, which a test compares with what there is. */
@Path("/v1/openapi.json")
@Singleton
public final class OpenApiResource {
    private final byte[] document = read();

    private static byte[] read() {
        try (var file = OpenApiResource.class.getResourceAsStream("openapi.yaml")) {
            if (file == null) {
                throw new FileNotFoundException("openapi.yaml is not beside " + OpenApiResource.class.getName());
            }
            return Answers.bytes(new YAMLMapper().readTree(file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The document. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response openapi() {
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
