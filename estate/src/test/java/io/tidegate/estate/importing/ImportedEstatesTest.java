package io.tidegate.estate.importing;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole estates, invented, with the habits of those that teams have: what comes out was worked out by hand. */
class ImportedEstatesTest {
    private static final Path ESTATES = Path.of("src", "test", "resources", "imports");
    private static final Map<String, String> VARIABLES = Map.of("TAG", "1.5", "IMAGES_TAG", "2024-11-02");

    @ParameterizedTest(quoteTextArguments = false, name = "{0} has the services and dependencies of its files")
    @CsvSource(
            delimiter = '|',
            value = {
                "bakery      | compose.yaml compose.override.yaml"
                        + "| counter: ovens recipes sessions; ovens: migrate queue recipes; deliveries: queue recipes;"
                        + " recipes: db; migrate: db; db:; queue:; sessions:",
                "newsroom    | docker-compose.yml"
                        + "| gate:; stories: stories-db; stories-db:; pictures: archive stories; archive: store; store:;"
                        + " ssh:; readers: gate",
                "observatory | docker-compose.yaml"
                        + "| kafka-1: kafka-2; kafka-2:; cache:; collector: blobs; blobs:;"
                        + " dome: collector kafka-1 kafka-2 schema; images: blobs cache collector; schema: kafka-1;"
                        + " dashboards: collector; quiz: dashboards",
                "bank        | release.yaml"
                        + "| portal: customers ledger; ledger: customers ledger-db; ledger-db:; customers:",
                "market      | list.yaml" + "| stalls: prices-v2; prices-v2: feed; feed:; crier: stalls",
                "clinic      | 00-namespace.yaml config.yaml desk.yaml records.yaml"
                        + "| desk-deployment: records; records:; log-agent:"
            })
    void theServicesAndDependenciesAreThoseOfTheFiles(String estate, String files, String expected) {
        var reading = EstateReader.read(imported(estate, files).text(), "imported");

        assertThat(reading).isInstanceOf(Reading.Read.class);
        var found = ((Reading.Read) reading)
                .estate().services().stream().map(ImportedEstatesTest::line).collect(Collectors.joining("; "));
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest(quoteTextArguments = false, name = "{0} is imported, and what was guessed is said, as approved")
    @CsvSource({
        "bakery,      compose.yaml compose.override.yaml",
        "newsroom,    docker-compose.yml",
        "observatory, docker-compose.yaml",
        "bank,        release.yaml",
        "market,      list.yaml",
        "clinic,      00-namespace.yaml config.yaml desk.yaml records.yaml"
    })
    void theEstateAndWhatWasGuessedAreTheApprovedText(String estate, String files) throws IOException {
        var imported = imported(estate, files);
        var received = imported.text()
                + imported.notes().stream()
                        .map(note -> "# note: " + note + "\n")
                        .collect(Collectors.joining());
        var approved = ESTATES.resolve(estate + ".approved.yaml");
        var place = Path.of("target", estate + ".received.yaml");
        Files.writeString(place, received);

        assertThat(received)
                .as("where the change is meant: cp %s %s", place.toAbsolutePath(), approved.toAbsolutePath())
                .isEqualTo(Files.exists(approved) ? Files.readString(approved) : "");
    }

    private static String line(Service service) {
        return Stream.concat(Stream.of(service.name() + ":"), service.dependsOn().stream())
                .collect(Collectors.joining(" "));
    }

    private static Imported.Estate imported(String estate, String files) {
        var sources = Stream.of(files.split(" ", -1))
                .map(file -> estate + "/" + file)
                .map(file -> new Source(file, read(file).orElseThrow()))
                .toList();
        var options = new Importing.Options(
                Optional.empty(), Optional.empty(), Set.of(), VARIABLES, ImportedEstatesTest::read);
        var imported = Importing.run(List.copyOf(sources), options);
        assertThat(imported).isInstanceOf(Imported.Estate.class);
        return (Imported.Estate) imported;
    }

    private static Optional<String> read(String file) {
        var path = ESTATES.resolve(file);
        try {
            return Files.isRegularFile(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
