package io.tidegate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.local.suite.Layout;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.wire.RegistryCodec;
import io.tidegate.system.history.Invariants;
import io.tidegate.system.history.KafkaHistory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The suite of docker-compose.yml, which publishes fixed ports; where there is no container engine, it is skipped. */
@Order(9)
class ComposeIT {
    private static final URI REGISTRY = URI.create("http://127.0.0.1:18000");
    private static final String BUILD = "`./mvnw package -Pimages -DskipTests`";
    private static final Duration STARTED = Duration.ofMinutes(6);
    private static final Duration DEPLOYED = Duration.ofMinutes(5);
    private static final Set<String> ENDS =
            Set.of("completed", "settled", "rolled_back", "cancelled", "failed", "held");

    /** Ends with the tests; there is none where they are skipped. */
    private static final List<ComposeContainer> RUNNING = new ArrayList<>();

    @BeforeAll
    static void startTheContainers() throws IOException {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: no container engine here; with one, this test runs docker-compose.yml");
        var missing = missing(images());
        Needed.nothingIsMissing(missing.isEmpty() ? "" : missing + ", which " + BUILD + " builds");
        var compose =
                new ComposeContainer(Suite.HOME.resolve("docker-compose.yml").toFile()).withStartupTimeout(STARTED);
        healthy(compose, "mirror");
        healthy(compose, "planner-service-" + Layout.REGIONS.getFirst());
        for (String region : Layout.REGIONS) {
            for (String name : List.of("region-coordinator-", "executor-service-", "health-service-")) {
                healthy(compose, name + region);
            }
        }
        RUNNING.add(compose);
        compose.start();
    }

    /** Waits for a container by its whole name: that of a region ends in what looks like a container's number. */
    private static void healthy(ComposeContainer compose, String container) {
        compose.waitingFor(container + "-1", Wait.forHealthcheck().withStartupTimeout(STARTED));
    }

    @AfterAll
    static void stopTheContainers() {
        RUNNING.forEach(ComposeContainer::stop);
    }

    @Test
    void anEstateIsDeployedToAllRegionsOnContainers() throws IOException {
        var id = "d-" + UUID.randomUUID();
        try (var log = new KafkaHistory(kafka(), codec())) {
            order(id);

            var end = Awaitility.await("the end of " + id)
                    .pollInSameThread()
                    .atMost(DEPLOYED)
                    .until(() -> end(log, id), words -> !words.isEmpty());

            assertThat(end).isIn("completed", "settled");
            assertThat(Invariants.brokenBy(log.read())).isEmpty();
        }
        var sandboxes = new Sandboxes(sandboxes());
        for (String region : Layout.REGIONS) {
            assertThat(sandboxes.reality("storefront").version(region, "storefront"))
                    .as(region)
                    .isEqualTo("1.0.0");
        }
    }

    /** How a deployment ended, or why it was refused; empty while it is under way. */
    private static String end(KafkaHistory log, String id) {
        var words = "";
        for (var entry : log.read().entries()) {
            if (entry.field("deploymentId").equals(id)) {
                if (entry.as(CommandRefused.class).isPresent()) {
                    return "refused: " + entry.field("message");
                }
                if (entry.as(DeploymentStatus.class).isPresent() && ENDS.contains(entry.field("phase"))) {
                    words = entry.field("phase");
                }
            }
        }
        return words;
    }

    private static void order(String id) throws IOException {
        var shop = Files.readString(Suite.estate("shop"));
        new Commands(kafka().getOrDefault(Layout.REGIONS.getFirst(), ""), codec())
                .send(Commands.request(id, "shop", shop));
    }

    /** The images of the product that the file names. */
    private static List<String> images() throws IOException {
        return Files.readAllLines(Suite.HOME.resolve("docker-compose.yml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("image: tidegate/"))
                .map(line -> line.substring("image: ".length()))
                .distinct()
                .toList();
    }

    private static List<String> missing(List<String> images) {
        var client = DockerClientFactory.instance().client();
        return images.stream()
                .filter(image ->
                        client.listImagesCmd().withReferenceFilter(image).exec().isEmpty())
                .toList();
    }

    private static Map<String, String> kafka() {
        var all = new LinkedHashMap<String, String>();
        Layout.REGIONS.forEach(region -> all.put(region, "127.0.0.1:" + port(region)));
        return all;
    }

    private static Map<String, URI> sandboxes() {
        var all = new LinkedHashMap<String, URI>();
        Layout.REGIONS.forEach(region -> all.put(region, URI.create("http://127.0.0.1:" + (port(region) + 1))));
        return all;
    }

    /** The first port of a region, as the head of the file says. */
    private static int port(String region) {
        return 18100 + 100 * Layout.REGIONS.indexOf(region);
    }

    private static RegistryCodec codec() {
        return new RegistryCodec(REGISTRY + "/apis/registry/v3");
    }
}
