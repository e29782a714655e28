package io.tidegate.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.local.kafka.BrokerProcess;
import io.tidegate.local.kafka.Mirrors;
import io.tidegate.local.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The suite on containers is the suite of processes. */
class ComposeFileTest {
    private static final Path HOME = Path.of("..");
    private static final Set<String> SERVICES =
            Set.of("planner-service", "region-coordinator", "executor-service", "health-service", "dashboard-service");
    private static final String CONTAINER_STATE = "/tmp";

    /** Ports that a container listens on, where they are not the same for all. */
    private static final Map<String, String> PORTS = Map.of("executor-service", "8082", "health-service", "8083");

    /** Settings that a container needs and a process does not. */
    private static final Set<String> OF_CONTAINERS =
            Set.of("JAVA_TOOL_OPTIONS", "QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT", "PROBE_PORT", "PROBE_PATH");

    /** Settings of a broker that say where it listens and where it keeps its log. */
    private static final Set<String> OF_THE_PLACE = Set.of(
            "CLUSTER_ID",
            "KAFKA_HEAP_OPTS",
            "KAFKA_LISTENERS",
            "KAFKA_ADVERTISED_LISTENERS",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
            "KAFKA_CONTROLLER_QUORUM_VOTERS",
            "KAFKA_LOG_DIRS");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private JsonNode compose;

    private Layout layout;

    private Suite suite;

    @BeforeEach
    void readBoth() throws IOException {
        compose = new ObjectMapper()
                .valueToTree(new Yaml().<Object>load(Files.readString(HOME.resolve("docker-compose.yml"))));
        layout = new Layout(folder, folder.resolve("state"), Layout.REGIONS);
        makeJar(layout.module("local").resolve("registry/quarkus-run.jar"));
        for (String service : SERVICES) {
            makeJar(layout.module(service).resolve("quarkus-app/quarkus-run.jar"));
        }
        suite = new Suite(layout, 30);
    }

    @Test
    void everyComponentOfTheSuiteHasItsContainerAndOnlyTheContractIsMore() throws IOException {
        var expected = new TreeSet<>(components().keySet());
        expected.add("contract");

        assertThat(names(compose.path("services"))).isEqualTo(expected);
    }

    @Test
    void imagesAreOfTheVersionsThatTheBuildUses() throws IOException {
        var pom = Files.readString(HOME.resolve("pom.xml"));
        var version = "tidegate/%s:" + first(pom, "<artifactId>tidegate</artifactId>\\s*<version>(.+?)</version>");
        var kafka = "apache/kafka:" + first(pom, "<kafka.version>(.+?)</kafka.version>");
        var expected = new TreeMap<String, String>();
        expected.put("contract", version.formatted("local"));
        components()
                .forEach((container, component) -> expected.put(
                        container,
                        switch (component.name()) {
                            case "broker", "mirror" -> kafka;
                            case "registry" ->
                                "apicurio/apicurio-registry:"
                                        + first(pom, "<apicurio.registry.version>(.+?)</apicurio.registry.version>");
                            case "sandbox" -> version.formatted("local");
                            default -> version.formatted(component.name());
                        }));

        var images = new TreeMap<String, String>();
        services()
                .forEach((container, service) ->
                        images.put(container, service.path("image").asText()));
        assertThat(images).isEqualTo(expected);
    }

    @Test
    void imagesOfServicesHaveTheNamesThatTheClusterKnows() throws IOException {
        for (String service : SERVICES) {
            assertThat(Files.readString(HOME.resolve("k8s/base/" + service + ".yaml")))
                    .contains("image: tidegate/" + service + "\n");
        }
    }

    @Test
    void everyContainerHasTheSettingsOfItsProcessAndNoOther() throws IOException {
        for (var entry : components().entrySet()) {
            var component = entry.getValue();
            if (component.main().endsWith("QuarkusEntryPoint")) {
                var expected = new TreeMap<String, String>();
                for (String option : component.options()) {
                    var setting = option.split("=", 2);
                    if (setting[0].matches("-D(kafka|tidegate|apicurio|quarkus\\.management)[.-].*")) {
                        expected.put(variable(setting[0].substring(2)), inContainer(setting[1]));
                    }
                }
                var settings = environment(entry.getKey());
                settings.keySet().removeAll(OF_CONTAINERS);
                assertThat(settings).as(entry.getKey()).isEqualTo(expected);
            }
        }
    }

    @Test
    void servicesListenAndAreProbedOnTheSamePort() throws IOException {
        for (var entry : components().entrySet()) {
            var component = entry.getValue();
            if (component.main().endsWith("QuarkusEntryPoint")) {
                assertThat(environment(entry.getKey()))
                        .as(entry.getKey())
                        .containsEntry("QUARKUS_HTTP_PORT", PORTS.getOrDefault(component.name(), "8080"))
                        .containsEntry("PROBE_PORT", PORTS.getOrDefault(component.name(), "8080"))
                        .containsEntry(
                                "PROBE_PATH", component.health().orElseThrow().getPath());
            }
        }
    }

    @Test
    void everyContainerHasTheHeapOfItsProcess() throws IOException {
        for (var entry : components().entrySet()) {
            var heap = entry.getValue().options().stream()
                    .filter(option -> option.startsWith("-Xmx"))
                    .findFirst()
                    .orElseThrow();
            var settings = environment(entry.getKey());
            assertThat(settings.getOrDefault("JAVA_TOOL_OPTIONS", settings.getOrDefault("KAFKA_HEAP_OPTS", "")))
                    .as(entry.getKey())
                    .endsWith(heap);
        }
    }

    @Test
    void brokersHaveTheSettingsOfTheLocalOnes() {
        var expected = new TreeMap<String, String>();
        BrokerProcess.settings(9092, 9093, folder)
                .forEach((key, value) -> expected.put("KAFKA_" + variable(key.toString()), value.toString()));
        expected.keySet().removeAll(OF_THE_PLACE);
        var clusters = new TreeSet<Uuid>();
        for (String region : Layout.REGIONS) {
            var settings = environment("broker-" + region);
            clusters.add(Uuid.fromString(settings.getOrDefault("CLUSTER_ID", "")));
            var published = service("broker-" + region).path("ports").path(0).asText();

            assertThat(settings.getOrDefault("KAFKA_ADVERTISED_LISTENERS", ""))
                    .isEqualTo("PLAINTEXT://broker-" + region + ":9092,HOST://" + published.replaceFirst(":9094$", ""));
            settings.keySet().removeAll(OF_THE_PLACE);
            assertThat(settings).as(region).isEqualTo(expected);
        }
        assertThat(clusters).as("each region is a cluster of its own").hasSameSizeAs(Layout.REGIONS);
    }

    @Test
    void sandboxesAndContractAreToldWhatTheSuiteTellsThem() throws IOException {
        for (var entry : components().entrySet()) {
            var component = entry.getValue();
            if (component.name().equals("sandbox")) {
                var expected = new ArrayList<>(List.of(SandboxProcess.class.getName()));
                component.arguments().forEach(argument -> expected.add(inContainer(argument)));
                expected.set(2, "7070");
                expected.add("0.0.0.0");
                assertThat(command(entry.getKey())).isEqualTo(expected);
            }
        }
        var installed = new ArrayList<>(List.of(ContractProcess.class.getName(), "http://registry:8080"));
        bootstrap().forEach((region, servers) -> installed.add(region + "=" + servers));
        assertThat(command("contract")).isEqualTo(installed);
    }

    @Test
    void replicasAreReachedOverTheNetworkOfTheirSandbox() {
        for (String region : Layout.REGIONS) {
            for (String name : List.of("executor-service-", "health-service-")) {
                assertThat(service(name + region).path("network_mode").asText()).isEqualTo("service:sandbox-" + region);
            }
        }
    }

    @Test
    void mirrorMakerHasTheSettingsThatMirrorsWrites() throws IOException {
        var mounted = new TreeMap<String, String>();
        service("mirror")
                .path("configs")
                .forEach(config -> mounted.put(
                        config.path("target").asText(), config.path("source").asText()));
        var command = new ArrayList<>(List.of("/opt/kafka/bin/connect-standalone.sh"));
        for (String file : Mirrors.write(layout.installation(), bootstrap(), 8083, folder.resolve("mirror"))) {
            var target = "/etc/mirror/" + Path.of(file).getFileName();
            command.add(target);
            var expected = properties(Files.readString(Path.of(file))
                    .replace("http://127.0.0.1:", "http://0.0.0.0:")
                    .replace(folder.toString(), CONTAINER_STATE));

            var content = compose.path("configs")
                    .path(mounted.getOrDefault(target, ""))
                    .path("content");
            assertThat(properties(content.asText())).as(target).isEqualTo(expected);
        }
        assertThat(command("mirror")).isEqualTo(command);
        assertThat(mounted).hasSize(command.size() - 1);
    }

    @Test
    void nothingIsPublishedButOnTheLoopbackAddressAndNoPortTwice() {
        var published = new ArrayList<String>();
        services().values().forEach(service -> service.path("ports").forEach(port -> published.add(port.asText())));

        assertThat(published).isNotEmpty().allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
        assertThat(published.stream().map(port -> port.split(":", 3)[1])).doesNotHaveDuplicates();
        assertThat(services().values())
                .noneMatch(service -> service.path("network_mode").asText().equals("host"));
    }

    @Test
    void whatWorksWaitsForTheContractAndThatForTheFoundation() throws IOException {
        var foundation = new TreeSet<String>();
        var expected = new TreeSet<String>();
        suite.foundation().stream()
                .filter(component -> !component.name().equals("sandbox"))
                .forEach(component -> foundation.add(container(component)));
        suite.services().forEach(component -> expected.add(container(component)));

        assertThat(names(service("contract").path("depends_on"))).isEqualTo(foundation);
        service("contract")
                .path("depends_on")
                .forEach(one -> assertThat(one.path("condition").asText()).isEqualTo("service_healthy"));
        var waiting = new TreeSet<String>();
        services().forEach((container, service) -> {
            if (service.path("depends_on")
                    .path("contract")
                    .path("condition")
                    .asText()
                    .equals("service_completed_successfully")) {
                waiting.add(container);
            }
        });
        assertThat(waiting).isEqualTo(expected);
        assertThat(services().entrySet().stream()
                        .filter(entry -> entry.getValue().path("healthcheck").isMissingNode())
                        .map(Map.Entry::getKey))
                .as("containers without a health check")
                .containsExactly("contract");
    }

    private Map<String, Component> components() throws IOException {
        var all = new TreeMap<String, Component>();
        Stream.of(suite.foundation(), suite.services())
                .flatMap(List::stream)
                .forEach(component -> all.put(container(component), component));
        return all;
    }

    private static String container(Component component) {
        return component.id().replace('@', '-');
    }

    /** Where a container finds what a process finds at an address or in a folder. */
    private String inContainer(String value) {
        try {
            for (String region : layout.regions()) {
                value = value.replace(
                                suite.bootstrap().getOrDefault(region, ""),
                                bootstrap().getOrDefault(region, ""))
                        .replace(
                                region + "=" + suite.sandboxAddress(region),
                                region + "=http://sandbox-" + region + ":7070")
                        .replace(suite.sandboxAddress(region).toString(), "http://127.0.0.1:7070");
            }
            return value.replace(suite.registry().toString(), "http://registry:8080")
                    .replace(layout.state().toString(), CONTAINER_STATE);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Map<String, String> bootstrap() {
        var all = new LinkedHashMap<String, String>();
        Layout.REGIONS.forEach(region -> all.put(region, "broker-" + region + ":9092"));
        return all;
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private Map<String, JsonNode> services() {
        var all = new TreeMap<String, JsonNode>();
        compose.path("services").properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    private JsonNode service(String container) {
        return compose.path("services").path(container);
    }

    private Map<String, String> environment(String container) {
        var all = new TreeMap<String, String>();
        service(container)
                .path("environment")
                .properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }

    private List<String> command(String container) {
        return StreamSupport.stream(service(container).path("command").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Properties properties(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow(() -> new AssertionError("pom.xml has nothing like " + pattern));
    }

    private static void makeJar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.flush();
        }
    }
}
