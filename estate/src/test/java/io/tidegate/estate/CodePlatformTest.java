package io.tidegate.estate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example says what the specification says of the code platform (S3, S4, S13, S15). */
class CodePlatformTest {
    private static final Path FOLDER = Path.of("..", "examples", "code-platform");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // service          | phase | port | replicas | depends on                                       | cpu
                // | memory | limits      | storage | gpu
                "postgres           | 1 | 5432  | 2 |                                                   | 2000 | 4096"
                        + " | 4000 | 8192 | 50 | 0",
                "redis              | 1 | 6379  | 1 |                                                   | 1000 | 2048"
                        + " | 2000 | 4096 | 10 | 0",
                "auth-service       | 2 | 8000  | 2 | postgres redis                                    | 250  | 512 "
                        + " | 1000 | 2048 | 0  | 0",
                "mcp-filesystem     | 3 | 3001  | 2 | auth-service                                      | 250  | 256 "
                        + " | 500  | 1024 | 0  | 0",
                "mcp-github         | 3 | 3002  | 1 | auth-service                                      | 250  | 256 "
                        + " | 500  | 1024 | 0  | 0",
                "mcp-memory         | 3 | 3003  | 2 | auth-service redis                                | 500  | 1024"
                        + " | 1000 | 4096 | 0  | 0",
                "mcp-bashgod        | 4 | 3010  | 1 | auth-service mcp-memory                           | 1000 | 1024"
                        + " | 2000 | 4096 | 0  | 0",
                "circle-of-experts  | 5 | 8080  | 3 | auth-service redis mcp-memory                     | 2000 | 4096"
                        + " | 4000 | 8192 | 20 | 1",
                "code-base-crawler  | 5 | 8090  | 2 | postgres mcp-filesystem                           | 1500 | 2048"
                        + " | 3000 | 8192 | 50 | 0",
                "api-gateway        | 6 | 80    | 2 | auth-service circle-of-experts code-base-crawler  | 250  | 256 "
                        + " | 1000 | 1024 | 0  | 0",
                "prometheus         | 7 | 9090  | 1 |                                                   | 500  | 1024"
                        + " | 1000 | 4096 | 20 | 0",
                "grafana            | 7 | 3000  | 1 | prometheus                                        | 250  | 256 "
                        + " | 500  | 1024 | 5  | 0",
                "jaeger             | 7 | 16686 | 1 |                                                   | 500  | 512 "
                        + " | 1000 | 2048 | 10 | 0"
            })
    void aServiceIsAsTheSpecificationHasIt(
            String name,
            int phase,
            int port,
            int replicas,
            String dependsOn,
            long cpu,
            long memory,
            long cpuLimit,
            long memoryLimit,
            long storage,
            int gpu)
            throws IOException {
        var service = services().apply(name);

        assertThat(service.phase()).isEqualTo(phase);
        assertThat(service.port()).isEqualTo(port);
        assertThat(service.replicas()).isEqualTo(replicas);
        assertThat(service.dependsOn()).isEqualTo(dependsOn == null ? List.of() : List.of(dependsOn.split(" ", -1)));
        assertThat(service.resources())
                .isEqualTo(new Resources(cpu, memory << 20, cpuLimit, memoryLimit << 20, storage << 30, gpu));
    }

    @ParameterizedTest(name = "phase {0}")
    @CsvSource({"1,45,60", "2,30,45", "3,60,90", "4,30,45", "5,90,120", "6,15,30", "7,45,60"})
    void aPhaseTakesAsLongAsTheSpecificationSays(int number, int min, int max) throws IOException {
        assertThat(estate().phases().get(number - 1).number()).isEqualTo(number);
        assertThat(estate().phases().get(number - 1).estimate()).isEqualTo(new SecondsRange(min, max));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "us-east-1, PRIMARY,  1, 60, 100, 30, 13",
        "us-west-2, STANDBY,  2, 25, 150, 20, 8",
        "eu-west-1, REGIONAL, 3, 15, 200, 25, 10"
    })
    void aRegionIsAsTheSpecificationHasIt(
            String name, Role role, int wave, int share, int latency, int window, int services) throws IOException {
        var region = estate().regions().get(wave - 1);

        assertThat(region.name()).isEqualTo(name);
        assertThat(region.role()).isEqualTo(role);
        assertThat(region.wave()).isEqualTo(wave);
        assertThat(region.trafficShare()).isEqualTo(share);
        assertThat(region.latencyTarget()).isEqualTo(Duration.ofMillis(latency));
        assertThat(region.rollbackWindow()).isEqualTo(Duration.ofMinutes(window));
        assertThat(region.services()).hasSize(services);
    }

    @Test
    void theChoiceOfServicesIsWrittenDown() throws IOException {
        var readme = Files.readString(FOLDER.resolve("README.md"));
        var west = String.join(", ", estate().regions().get(1).services());

        assertThat(readme).contains("8: " + west + " |").contains("10: those 8, prometheus, grafana |");
        assertThat(estate().regions().get(2).services())
                .containsExactlyElementsOf(List.of((west + ", prometheus, grafana").split(", ", -1)));
    }

    private static Function<String, Service> services() throws IOException {
        var services = estate().services().stream().collect(Collectors.toMap(Service::name, Function.identity()));
        assertThat(services).hasSize(13);
        return name -> java.util.Objects.requireNonNull(services.get(name), name);
    }

    private static Estate estate() throws IOException {
        return switch (EstateReader.read(Files.readString(FOLDER.resolve("estate.yaml")), "estate.yaml")) {
            case Reading.Read(var estate) -> estate;
            case Reading.Rejected(var findings) -> throw new AssertionError(findings.toString());
        };
    }
}
