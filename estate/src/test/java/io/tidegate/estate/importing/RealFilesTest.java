package io.tidegate.estate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Service;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that others deploy every day, in the folder that TIDEGATE_REAL_ESTATES names. */
@EnabledIfEnvironmentVariable(
        named = "TIDEGATE_REAL_ESTATES",
        matches = ".+",
        disabledReason = "TIDEGATE_REAL_ESTATES names no folder of real Compose files and manifests")
class RealFilesTest {
    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("TIDEGATE_REAL_ESTATES", ""));

    @Test
    void theOnlineBoutiqueIsImportedWithItsTwelveServicesAndTheirDependencies() throws IOException {
        var estate = imported("online-boutique.kubernetes.yaml");

        assertThat(estate.services()).hasSize(12);
        assertThat(service(estate, "cartservice").dependsOn()).containsExactly("redis-cart");
        assertThat(service(estate, "checkoutservice").dependsOn())
                .containsExactly(
                        "cartservice",
                        "currencyservice",
                        "emailservice",
                        "paymentservice",
                        "productcatalogservice",
                        "shippingservice");
    }

    @Test
    void theSockShopIsImportedWithTheDependenciesThatItNames() throws IOException {
        var estate = imported("sock-shop.docker-compose.yml");

        assertThat(estate.services()).hasSize(15);
        assertThat(service(estate, "user").dependsOn()).containsExactly("user-db");
        assertThat(service(estate, "user-sim").dependsOn()).containsExactly("edge-router");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsImportedOrRefusedInWords(Path file) throws IOException {
        switch (run(file)) {
            case Imported.Estate(var text, var notes) -> {
                assertThat(EstateReader.read(text, "imported")).isInstanceOf(Reading.Read.class);
                assertThat(notes).isNotEmpty();
            }
            case Imported.Rejected(var findings) ->
                assertThat(findings).isNotEmpty().allSatisfy(finding -> assertThat(finding.message())
                        .isNotBlank());
        }
    }

    static List<Path> files() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml")).toList();
        }
    }

    private static Estate imported(String name) throws IOException {
        var imported = run(FOLDER.resolve(name));
        assertThat(imported).isInstanceOf(Imported.Estate.class);
        var reading = EstateReader.read(((Imported.Estate) imported).text(), "imported");
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).estate();
    }

    private static Imported run(Path file) throws IOException {
        var options =
                new Importing.Options(Optional.empty(), Optional.empty(), Set.of(), Map.of(), RealFilesTest::otherFile);
        return Importing.run(List.of(new Source(file.toString(), Files.readString(file))), options);
    }

    private static Optional<String> otherFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name)) ? Optional.of(Files.readString(Path.of(name))) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Service service(Estate estate, String name) {
        return estate.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
