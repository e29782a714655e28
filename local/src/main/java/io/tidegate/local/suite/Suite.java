package io.tidegate.local.suite;

import io.tidegate.local.kafka.BrokerProcess;
import io.tidegate.local.kafka.Mirrors;
import io.tidegate.local.sandbox.SandboxProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Which components there are, and how each is started. */
public final class Suite {
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Djava.net.preferIPv4Stack=true");
    private static final String SERVICE = "io.quarkus.bootstrap.runner.AotQuarkusEntryPoint";
    private static final String REGISTRY = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private final Layout layout;
    private final Ports ports;
    private final double requestsPerSecond;

    /** @param requestsPerSecond what synthetic clients ask of every service in every region */
    public Suite(Layout layout, double requestsPerSecond) throws IOException {
        this.layout = layout;
        this.ports = new Ports(layout.portsFile());
        this.requestsPerSecond = requestsPerSecond;
    }

    /** The brokers' addresses by region. */
    public Map<String, String> bootstrap() throws IOException {
        var servers = new LinkedHashMap<String, String>();
        for (String region : layout.regions()) {
            servers.put(region, "127.0.0.1:" + ports.of("broker@" + region));
        }
        return servers;
    }

    /** The registry's address. */
    public URI registry() throws IOException {
        return URI.create("http://127.0.0.1:" + ports.of("registry"));
    }

    /** What everything else needs: brokers, registry, sandboxes. */
    public List<Component> foundation() throws IOException {
        var all = new ArrayList<Component>();
        all.add(registryComponent());
        for (String region : layout.regions()) {
            all.add(broker(region));
            all.add(sandbox(region));
        }
        return all;
    }

    /** What works on it: replication and services. */
    public List<Component> services() throws IOException {
        var all = new ArrayList<Component>();
        for (String region : layout.regions()) {
            if (region.equals(layout.controlPlane())) {
                all.add(service("dashboard-service", region, List.of(allRegions(), controlPlane())));
            }
            if (layout.installation().candidates().contains(region)) {
                all.add(service("planner-service", region, List.of(allRegions(), controlPlane())));
            }
            all.add(service("region-coordinator", region, List.of(controlPlane())));
            all.add(service(
                    "executor-service",
                    region,
                    List.of(
                            "-Dtidegate.runtime.kind=sandbox",
                            "-Dtidegate.runtime.sandbox.url=" + sandboxAddress(region),
                            reach(region))));
            all.add(service(
                    "health-service",
                    region,
                    List.of(
                            controlPlane(),
                            "-Dtidegate.collection.targets=" + sandboxAddress(region) + "/v1/targets")));
        }
        all.add(mirror());
        return all;
    }

    /** Where the executor of a region finds the others' sandboxes. */
    private String reach(String region) throws IOException {
        var others = new ArrayList<String>();
        for (String other : layout.regions()) {
            if (!other.equals(region)) {
                others.add(other + "=" + sandboxAddress(other) + "/v1/through/{estate}/{environment}/{service}");
            }
        }
        return "-Dtidegate.reach=" + String.join(",", others);
    }

    /** The control interface of a region's sandbox. */
    public URI sandboxAddress(String region) throws IOException {
        return URI.create("http://127.0.0.1:" + ports.of("sandbox@" + region));
    }

    private Component broker(String region) throws IOException {
        int port = ports.of("broker@" + region);
        return new Component(
                "broker",
                region,
                "127.0.0.1:" + port,
                Optional.empty(),
                options("256m", layout.localClasspath(), keeping("broker", region)),
                BrokerProcess.class.getName(),
                List.of(
                        Integer.toString(port),
                        Integer.toString(ports.of("controller@" + region)),
                        layout.state().resolve("kafka").resolve(region).toString()));
    }

    private Component sandbox(String region) throws IOException {
        return new Component(
                "sandbox",
                region,
                sandboxAddress(region).toString(),
                Optional.of(sandboxAddress(region).resolve("/health/ready")),
                options("128m", layout.localClasspath(), keeping("sandbox", region)),
                SandboxProcess.class.getName(),
                List.of(
                        region,
                        Integer.toString(ports.of("sandbox@" + region)),
                        layout.state().resolve("sandbox-" + region + ".json").toString(),
                        Double.toString(requestsPerSecond)));
    }

    private Component registryComponent() throws IOException {
        var jar = layout.module("local").resolve("registry").resolve("quarkus-run.jar");
        var more = new ArrayList<>(opened(jar));
        more.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + ports.of("registry"),
                "-Dquarkus.management.enabled=false",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:"
                        + layout.state().resolve("registry").resolve("db")));
        return new Component(
                "registry",
                "",
                registry().toString(),
                Optional.of(registry().resolve("/apis/registry/v3/system/info")),
                options("256m", layout.localClasses() + File.pathSeparator + jar, more),
                REGISTRY,
                List.of());
    }

    private Component service(String name, String region, List<String> more) throws IOException {
        int port = ports.of(name + "@" + region);
        var jar = layout.module(name).resolve("quarkus-app").resolve("quarkus-run.jar");
        var options = new ArrayList<>(opened(jar));
        options.addAll(keeping(name, region));
        options.add("--enable-native-access=ALL-UNNAMED");
        options.add("-Xlog:cds=off"); // opened packages make the kept classes a little less useful, not wrong
        options.add("-Dquarkus.http.port=" + port);
        options.add("-Dkafka.bootstrap.servers=" + bootstrap().get(region));
        options.add("-Dtidegate.region=" + region);
        options.add("-Dtidegate.registry.url=" + registry().resolve("/apis/registry/v3"));
        options.add(
                "-Dkafka-streams.state.dir=" + layout.state().resolve("streams").resolve(name + "-" + region));
        options.addAll(more);
        var address = URI.create("http://127.0.0.1:" + port);
        return new Component(
                name,
                region,
                address.toString(),
                Optional.of(address.resolve("/health/ready")),
                options("128m", layout.localClasses() + File.pathSeparator + jar, options),
                SERVICE,
                List.of());
    }

    /** What the jar's manifest asks to be opened; it is heeded by itself only where the jar alone is run. */
    private static List<String> opened(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var opens = file.getManifest().getMainAttributes().getValue("Add-Opens");
            return opens == null
                    ? List.of()
                    : Pattern.compile(" ")
                            .splitAsStream(opens.strip())
                            .map(open -> "--add-opens=" + open + "=ALL-UNNAMED")
                            .toList();
        }
    }

    private String allRegions() {
        return "-Dtidegate.regions=" + String.join(",", layout.regions());
    }

    private String controlPlane() {
        return "-Dtidegate.control-plane-regions="
                + String.join(",", layout.installation().candidates());
    }

    private Component mirror() throws IOException {
        int port = ports.of("mirror");
        var files = Mirrors.write(
                layout.installation(), bootstrap(), port, layout.state().resolve("mirror"));
        return new Component(
                "mirror",
                "",
                "http://127.0.0.1:" + port,
                Optional.of(URI.create("http://127.0.0.1:" + port + "/connectors")),
                options("192m", layout.localClasspath(), keeping("mirror", layout.controlPlane())),
                Mirrors.MAIN,
                files);
    }

    /** The classes that an earlier start left parsed. One process of a kind leaves them as it ends. */
    private List<String> keeping(String component, String region) {
        var classes = "-XX:SharedArchiveFile=" + layout.parsedClasses(component);
        return region.equals(layout.controlPlane())
                ? List.of("-XX:+AutoCreateSharedArchive", classes)
                : List.of(classes);
    }

    private static List<String> options(String heap, String classpath, List<String> more) {
        var options = new ArrayList<>(SMALL);
        options.add("-Xmx" + heap);
        options.add("-cp");
        options.add(classpath);
        options.addAll(more);
        return options;
    }
}
