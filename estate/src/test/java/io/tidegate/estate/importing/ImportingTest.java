package io.tidegate.estate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Service;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportingTest {
    private static final String SHOP = """
            name: shop
            x-defaults: &defaults
              deploy: {replicas: 2, resources: {limits: {cpus: '0.5', memory: 512m}}}
            services:
              web:
                <<: *defaults
                image: shop/web:${TAG:-1.2}
                ports: ["127.0.0.1:8080:80/tcp"]
                depends_on:
                  api: {condition: service_healthy}
              api:
                image: ${REGISTRY}/api:2
                expose: [9000]
                depends_on: [db]
                environment:
                  CACHE_URL: redis://:secret@cache:6379/0
                  POSTGRES_USER: db
                  CONFIG: /etc/web/web.conf
              cache: {image: "redis:7"}
              db: {image: "postgres:16", hostname: database}
              debug: {image: busybox, profiles: [debug], depends_on: [web]}
            """;

    @Test
    void aComposeFileBecomesAnEstateWithItsDependencies() {
        var estate = read(imported(compose(Map.of("REGISTRY", "registry.example")), "compose.yaml", SHOP));

        assertThat(estate.name()).isEqualTo("shop");
        assertThat(estate.services().stream().map(Service::name)).containsExactly("web", "api", "cache", "db");
        var web = service(estate, "web");
        assertThat(web.image().reference()).isEqualTo("shop/web:1.2");
        assertThat(web.port()).isEqualTo(80);
        assertThat(web.replicas()).isEqualTo(2);
        assertThat(web.dependsOn()).containsExactly("api");
        assertThat(web.resources().cpuLimit()).isEqualTo(500);
        assertThat(service(estate, "api").image().reference()).isEqualTo("registry.example/api:2");
        assertThat(service(estate, "api").dependsOn()).containsExactly("cache", "db");
    }

    @Test
    void whatWasGuessedOrLeftOutIsSaid() {
        var imported = imported(compose(Map.of()), "compose.yaml", SHOP);

        assertThat(imported.notes())
                .contains(
                        "variable REGISTRY is not set; it is read as empty",
                        "'debug' is left out: it runs only with the profile debug",
                        "'api' depends on 'cache': inferred from CACHE_URL",
                        "'db' states no port; 80 is assumed");
        assertThat(imported.text()).contains("- cache # inferred from CACHE_URL");
    }

    @Test
    void laterComposeFilesOverrideEarlierOnesAndServicesExtendOthers() {
        var files =
                Map.of("dir/base.yaml", "services: {base: {image: 'base:1', expose: ['7000'], environment: [A=b]}}");
        var options = new Importing.Options(
                Optional.empty(),
                Optional.empty(),
                Set.of("*"),
                Map.of(),
                file -> Optional.ofNullable(files.get(file)));
        var estate = read(Importing.run(
                List.of(
                        new Source(
                                "dir/compose.yaml",
                                "services: {a: {extends: {file: base.yaml, service: base}}, b: {image: 'b:1', depends_on: [a]}}"),
                        new Source("dir/over.yaml", "services: {b: {image: 'b:2', scale: 3}}")),
                options));

        assertThat(service(estate, "a").port()).isEqualTo(7000);
        assertThat(service(estate, "b").image().reference()).isEqualTo("b:2");
        assertThat(service(estate, "b").replicas()).isEqualTo(3);
        assertThat(service(estate, "b").dependsOn()).containsExactly("a");
    }

    @Test
    void inferredDependenciesNeverGoRound() {
        var imported = imported(
                compose(Map.of()),
                "compose.yaml",
                "services: {a: {image: a, environment: [B=b:80]}, b: {image: b, environment: {A: 'http://a/x'}}}");

        assertThat(service(read(imported), "a").dependsOn()).containsExactly("b");
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("'b' names 'a' in A, but 'a' already depends"));
    }

    @Test
    void statedDependenciesThatGoRoundAreRefused() {
        assertThat(rejected("services: {a: {image: a, depends_on: [b]}, b: {image: b, depends_on: [a]}}")
                        .message())
                .contains("go round")
                .contains("'a'")
                .contains("'b'");
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsPlace() {
        var finding = rejected("services:\n  a: {image: [}\n");

        assertThat(finding.line()).isEqualTo(2);
        assertThat(finding.message()).startsWith("not valid YAML");
        assertThat(rejected("services: {}").message()).contains("no services");
    }

    @Test
    void nestedAliasesAreNotUnfolded() {
        var bomb = new StringBuilder("x0: &x0 [lol]\n");
        for (int level = 1; level < 40; level++) {
            bomb.append("x%d: &x%d [*x%d, *x%d, *x%d]\n".formatted(level, level, level - 1, level - 1, level - 1));
        }
        var estate = read(imported(compose(Map.of()), "bomb.yaml", bomb + "services: {a: {image: 'a:1'}}\n"));

        assertThat(estate.services()).hasSize(1);
    }

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {ORDERS: "http://orders-api.shop.svc.cluster.local:8080/v1"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: frontend}
            spec:
              replicas: 3
              template:
                metadata: {labels: {app: frontend}}
                spec:
                  initContainers: [{name: wait, image: busybox, args: ["wait-for", "redis-cart:6379"]}]
                  containers:
                    - name: server
                      image: shop/frontend:1
                      ports: [{containerPort: 8080}]
                      envFrom: [{configMapRef: {name: settings}}]
                      env: [{name: OTEL_SERVICE_NAME, value: frontend}, {name: NOWHERE, value: "absent:80"}]
                      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {nvidia.com/gpu: 1}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: orders}
            spec: {template: {metadata: {labels: {app: orders, tier: back}}, spec: {containers: [{image: "shop/orders:1"}]}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: orders-api}
            spec: {selector: {app: orders}, ports: [{port: 8080, targetPort: http}]}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: redis-cart}
            spec: {template: {metadata: {labels: {app: redis}}, spec: {containers: [{image: "redis:7", ports: [{containerPort: 6379}]}]}}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            """;

    @Test
    void manifestsBecomeAnEstateWithInferredDependencies() {
        var imported = imported(options(Optional.empty(), Map.of()), "shop.kubernetes.yaml", MANIFESTS);
        var estate = read(imported);

        assertThat(estate.name()).isEqualTo("shop");
        assertThat(estate.services().stream().map(Service::name)).containsExactly("frontend", "orders", "redis-cart");
        assertThat(service(estate, "frontend").dependsOn()).containsExactly("orders", "redis-cart");
        assertThat(service(estate, "frontend").replicas()).isEqualTo(3);
        assertThat(service(estate, "frontend").resources().gpus()).isEqualTo(1);
        assertThat(service(estate, "orders").port()).isEqualTo(8080);
        assertThat(imported.text()).contains("- redis-cart # inferred from arguments");
        assertThat(imported.notes()).contains("Job 'migrate' is left out: it does not keep running");
    }

    @Test
    void aVariableOfASidecarDoesNotHideThatOfItsNeighbour() {
        var estate = read(imported(options(Optional.empty(), Map.of()), "shop.yaml", """
            apiVersion: v1
            kind: List
            items:
              - kind: Deployment
                metadata: {name: web}
                spec: {template: {spec: {containers: [
                  {image: web, env: [{name: HOST, value: "api:80"}]},
                  {image: exporter, env: [{name: HOST, value: localhost}]}]}}}
              - {kind: Deployment, metadata: {name: api}, spec: {template: {spec: {containers: [{image: api}]}}}}
            """));

        assertThat(service(estate, "web").dependsOn()).containsExactly("api");
    }

    @Test
    void theAddressOfAPodNamesItsService() {
        var manifests = """
            kind: List
            apiVersion: v1
            items:
              - kind: Deployment
                metadata: {name: web}
                spec: {template: {spec: {containers: [{image: web, env: [
                  {name: A, value: "mq-0.mq:5672"}, {name: B, value: "db-1.db.shop.svc.cluster.local"}]}]}}}
              - {kind: StatefulSet, metadata: {name: mq}, spec: {template: {spec: {containers: [{image: mq}]}}}}
              - {kind: StatefulSet, metadata: {name: db}, spec: {template: {spec: {containers: [{image: db}]}}}}
            """;

        var estate = read(imported(options(Optional.empty(), Map.of()), "shop.yaml", manifests));

        assertThat(service(estate, "web").dependsOn()).containsExactly("db", "mq");
    }

    @ParameterizedTest
    @CsvSource({
        "compose.yaml,             imported",
        "a/shop/compose.yaml,      shop",
        "shop/docker-compose.yml,  shop",
        "x/shop.docker-compose.yml, shop",
        "my_shop.yaml,             my-shop"
    })
    void anEstateWithoutANameIsCalledAsItsFileOrFolderAndThatIsSaid(String file, String name) {
        var imported = imported(compose(Map.of()), file, "services: {a: {image: a}}");

        assertThat(read(imported).name()).isEqualTo(name);
        assertThat(imported.notes()).contains("the estate's name is not in the files; '" + name + "' is assumed");
    }

    private static Importing.Options compose(Map<String, String> variables) {
        return options(Optional.of(Importing.Kind.COMPOSE), variables);
    }

    private static Importing.Options options(Optional<Importing.Kind> kind, Map<String, String> variables) {
        return new Importing.Options(kind, Optional.empty(), Set.of(), variables, file -> Optional.empty());
    }

    private static Imported.Estate imported(Importing.Options options, String file, String text) {
        var imported = Importing.run(List.of(new Source(file, text)), options);
        assertThat(imported).isInstanceOf(Imported.Estate.class);
        return (Imported.Estate) imported;
    }

    private static Finding rejected(String text) {
        var imported = Importing.run(List.of(new Source("compose.yaml", text)), compose(Map.of()));
        assertThat(imported).isInstanceOf(Imported.Rejected.class);
        return ((Imported.Rejected) imported).findings().getFirst();
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
