package io.tidegate.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Facts;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the document promises is what is there, and nothing more is there. */
@QuarkusTest
final class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            StatesResource.class,
            OrdersResource.class,
            StreamResource.class,
            AuditResource.class,
            OpenApiResource.class);

    @Inject
    @SuppressWarnings("NullAway.Init")
    FakeLog log;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Served served;

    @BeforeEach
    void thereIsAShop() {
        log.clear();
        served.projection().apply(Facts.deployment("openapi-1", 1));
        served.projection().apply(Facts.region("openapi-1", "east", Facts.NOON));
        served.projection().apply(Facts.service("east", "basket", Facts.NOON));
        served.projection().apply(Facts.decided("openapi-1", "wave_started", 1));
        served.projection().apply(Facts.command("openapi-c", "roll_back_deployment", "openapi-1", 1));
        served.projection().apply(Facts.refusal("openapi-r", "openapi-1", "too_late", 1));
    }

    private static String path(Class<?> resource, Method method) {
        return Stream.of(resource.getAnnotation(Path.class), method.getAnnotation(Path.class))
                .filter(path -> path != null)
                .map(Path::value)
                .reduce("", (all, part) -> all + part);
    }

    private static Stream<String> named(Parameter parameter) {
        return Stream.of(
                        Optional.ofNullable(parameter.getAnnotation(QueryParam.class))
                                .map(query -> "query " + query.value()),
                        Optional.ofNullable(parameter.getAnnotation(HeaderParam.class))
                                .map(header -> "header " + header.value()),
                        Optional.ofNullable(parameter.getAnnotation(PathParam.class))
                                .map(path -> "path " + path.value()))
                .flatMap(Optional::stream);
    }

    private static List<String> produced(Class<?> resource, Method method) {
        var here = method.getAnnotation(Produces.class);
        var around = resource.getAnnotation(Produces.class);
        return Arrays.asList(here != null ? here.value() : around == null ? new String[0] : around.value());
    }

    /** The operations that the code has, each with its parameters and media types. */
    private static Map<String, Set<String>> there() {
        var all = new TreeMap<String, Set<String>>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                var verb = method.isAnnotationPresent(GET.class)
                        ? "get"
                        : method.isAnnotationPresent(POST.class) ? "post" : "";
                if (!verb.isEmpty()) {
                    var said = new TreeSet<String>(produced(resource, method));
                    Stream.of(method.getParameters())
                            .flatMap(OpenApiTest::named)
                            .forEach(said::add);
                    all.put(verb + " " + path(resource, method), said);
                }
            }
        }
        return all;
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** The operations that the document has. */
    private static Map<String, Set<String>> promised(JsonNode document) {
        var all = new TreeMap<String, Set<String>>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var said = new TreeSet<String>();
                    operation.getValue().path("parameters").forEach(parameter -> {
                        var found = resolved(document, parameter);
                        said.add(found.path("in").asText() + " "
                                + found.path("name").asText());
                    });
                    operation.getValue().path("responses").properties().forEach(response -> {
                        if (response.getKey().startsWith("2")) {
                            resolved(document, response.getValue())
                                    .path("content")
                                    .fieldNames()
                                    .forEachRemaining(said::add);
                        }
                    });
                    all.put(operation.getKey() + " " + path.getKey(), said);
                }));
        return all;
    }

    @Test
    void everyOperationIsPromisedWithItsParametersAndMediaTypesAndNoOther() {
        assertThat(promised(Api.found("/v1/openapi.json"))).isEqualTo(there());
    }

    @Test
    void everyResourceIsLookedAt() throws java.io.IOException {
        try (var files = java.nio.file.Files.list(java.nio.file.Path.of("src/main/java/io/tidegate/dashboard/http"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith("Resource.java")))
                    .hasSameSizeAs(RESOURCES);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var document = Api.found("/v1/openapi.json");
        var dangling = new ArrayList<String>();
        document.findValues("$ref").forEach(reference -> {
            if (document.at(reference.asText().substring(1)).isMissingNode()) {
                dangling.add(reference.asText());
            }
        });
        assertThat(dangling).isEmpty();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    private static void fits(String schema, String answer) {
        var document = Api.found("/v1/openapi.json");
        var all = Api.JSON.createObjectNode();
        all.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        all.put("$ref", "#/components/schemas/" + schema);
        all.set("components", document.path("components"));
        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(all.toString(), InputFormat.JSON)
                .validate(answer, InputFormat.JSON);
        assertThat(errors).as(answer).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Deployments, /v1/deployments",
        "Deployment, /v1/deployments/openapi-1",
        "Decisions, /v1/deployments/openapi-1/decisions",
        "Regions, /v1/regions",
        "Services, /v1/services",
        "Command, /v1/commands/openapi-c",
        "Command, /v1/commands/openapi-r",
        "Problem, /v1/commands/none",
        "Problem, /v1/deployments?limit=0",
    })
    void whatIsAnsweredFitsItsSchema(String schema, String path) {
        fits(schema, Api.get(path).body());
    }

    @Test
    void whatIsStreamedFitsItsSchema() {
        fits("Deployment", Documents.of(Facts.deployment("d-1", 1)).toString());
        fits("Region", Documents.of(Facts.region("d-1", "east", Facts.NOON)).toString());
        fits(
                "Service",
                Documents.of(Facts.service("east", "basket", Facts.NOON)).toString());
        fits(
                "Refusal",
                Documents.of((io.tidegate.dashboard.projection.Fact.Status) Facts.refusal("c-1", "d-1", "too_late", 1))
                        .toString());
    }
}
