package io.tidegate.estate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Service;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which Compose files say things, and what the estate says then. */
class ComposeFormsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${TAG}            | set     | 1.5",
                "$TAG              | set     | 1.5",
                "${TAG:-9}         | set     | 1.5",
                "${TAG:-9}         | empty   | 9",
                "${TAG:-9}         | nothing | 9",
                "${TAG-9}          | nothing | 9",
                "${NONE:-${TAG}}   | set     | 1.5",
                "${NONE:-${NO:-3}} | nothing | 3",
                "${TAG:+7}         | set     | 7",
                "${TAG:?needed}    | set     | 1.5",
                "x$$y              | nothing | x$y"
            })
    void aVariableIsReadInEachOfItsForms(String form, String state, String tag) {
        Map<String, String> variables =
                switch (state) {
                    case "set" -> Map.of("TAG", "1.5");
                    case "empty" -> Map.of("TAG", "");
                    default -> Map.of();
                };

        assertThat(service(imported(variables, Set.of(), "services: {a: {image: 'a:" + form + "'}}"), "a")
                        .image()
                        .reference())
                .isEqualTo("a:" + tag);
    }

    @Test
    void dependsOnIsReadAsAListAndAsAMapping() {
        var estate = imported(Map.of(), Set.of(), """
            services:
              list: {image: l, depends_on: [db, cache]}
              mapping: {image: m, depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}}
              db: {image: db}
              cache: {image: cache}
            """);

        assertThat(service(estate, "list").dependsOn()).containsExactly("cache", "db");
        assertThat(service(estate, "mapping").dependsOn()).containsExactly("cache", "db");
    }

    @Test
    void anchorsAndMergesAreFollowed() {
        var estate = imported(Map.of(), Set.of(), """
            x-base: &base {image: 'base:1', deploy: {replicas: 3}}
            x-more: &more {expose: ['7000']}
            services:
              a: {<<: [*base, *more]}
              b: {<<: *base, image: 'b:2'}
            """);

        assertThat(service(estate, "a").replicas()).isEqualTo(3);
        assertThat(service(estate, "a").port()).isEqualTo(7000);
        assertThat(service(estate, "b").image().reference()).isEqualTo("b:2");
    }

    @Test
    void aServiceExtendsAnotherOfTheSameFile() {
        var estate = imported(Map.of(), Set.of(), """
            services:
              base: {image: 'base:1', expose: ['7000'], scale: 2}
              a: {extends: {service: base}, image: 'a:1'}
            """);

        assertThat(service(estate, "a").image().reference()).isEqualTo("a:1");
        assertThat(service(estate, "a").port()).isEqualTo(7000);
        assertThat(service(estate, "a").replicas()).isEqualTo(2);
    }

    @Test
    void aProfileBringsItsServicesAndTheyLeaveTheirDependenciesOutWithoutIt() {
        var file = """
            services:
              web: {image: web, depends_on: [debug]}
              debug: {image: debug, profiles: [tools, dev]}
            """;

        assertThat(imported(Map.of(), Set.of("dev"), file).services())
                .extracting(Service::name)
                .containsExactly("web", "debug");
        var without = imported(Map.of(), Set.of(), file);
        assertThat(without.services()).extracting(Service::name).containsExactly("web");
        assertThat(service(without, "web").dependsOn()).isEmpty();
    }

    @Test
    void laterFilesReplaceWordsAndAddToLists() {
        var estate = read(Importing.run(
                List.of(
                        new Source("a.yaml", "services: {web: {image: 'web:1', depends_on: [db]}, db: {image: db}}"),
                        new Source("b.yaml", "services: {web: {image: 'web:2', depends_on: [mq]}, mq: {image: mq}}")),
                options(Map.of(), Set.of())));

        assertThat(service(estate, "web").image().reference()).isEqualTo("web:2");
        assertThat(service(estate, "web").dependsOn()).containsExactly("db", "mq");
    }

    @Test
    void aPortIsNoNumberToTheBaseOfSixtyAndAWordNoTruthValue() {
        var estate = imported(Map.of(), Set.of(), """
            services:
              git: {image: git:no, ports: [2222:22]}
              ssh: {image: ssh:1.10, hostname: 1.10, ports: [22:22]}
              web: {image: web, environment: {SSH: "1.10:22", OFF: no}}
            """);

        assertThat(service(estate, "git").port()).isEqualTo(22);
        assertThat(service(estate, "git").image().reference()).isEqualTo("git:no");
        assertThat(service(estate, "ssh").port()).isEqualTo(22);
        assertThat(service(estate, "web").dependsOn()).containsExactly("ssh");
    }

    @Test
    void anAddressWithAPasswordButWithoutAPortNamesAService() {
        var estate = imported(Map.of(), Set.of(), """
            services:
              api: {image: api, environment: [DATABASE_URL=postgres://me:secret@db/shop]}
              db: {image: db}
            """);

        assertThat(service(estate, "api").dependsOn()).containsExactly("db");
    }

    private static Estate imported(Map<String, String> variables, Set<String> profiles, String text) {
        return read(Importing.run(List.of(new Source("compose.yaml", text)), options(variables, profiles)));
    }

    private static Importing.Options options(Map<String, String> variables, Set<String> profiles) {
        return new Importing.Options(
                Optional.of(Importing.Kind.COMPOSE), Optional.empty(), profiles, variables, file -> Optional.empty());
    }

    private static Estate read(Imported imported) {
        assertThat(imported).isInstanceOf(Imported.Estate.class);
        var reading = EstateReader.read(((Imported.Estate) imported).text(), "imported");
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).estate();
    }

    private static Service service(Estate estate, String name) {
        return estate.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
