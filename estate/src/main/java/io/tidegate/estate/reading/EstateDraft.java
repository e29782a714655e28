package io.tidegate.estate.reading;

import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.Environment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.Image;
import io.tidegate.estate.Phase;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Region;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Role;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Validation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** What a file says, part by part, each with its place; not yet checked for what the parts say of each other. */
record EstateDraft(
        Node root,
        String name,
        List<Placed<Region>> regions,
        List<Placed<Phase>> phases,
        List<Placed<Service>> services,
        List<Placed<Environment>> environments) {

    static final String DEFAULT_ENVIRONMENT = "production";
    private static final int MOST = 1_000_000;

    /** What a service takes whose file does not say. */
    private static final SecondsRange UNESTIMATED = new SecondsRange(30, 60);

    /** A part of the estate, the section it was read from, and the words of its references. */
    record Placed<T>(T part, Section section, List<Word> references) {}

    static EstateDraft read(Node root, Findings findings) {
        var file = Section.of(root, "the file", findings, List.of("apiVersion", "kind", "metadata", "spec"));
        expect(file, "apiVersion", "tidegate.io/v1", findings);
        expect(file, "kind", "Estate", findings);
        var name = file.section("metadata", List.of("name")).map(metadata -> metadata.text("name"));
        if (name.isEmpty()) {
            findings.at(root, "the file lacks 'metadata' with a 'name'");
        }
        var spec = file.section("spec", List.of("regions", "phases", "services", "environments", "policies"));
        if (spec.isEmpty()) {
            findings.at(root, "the file lacks 'spec' with 'regions' and 'services'");
            return new EstateDraft(root, name.orElse(""), List.of(), List.of(), List.of(), List.of());
        }
        var services = services(spec.get());
        return new EstateDraft(
                root,
                name.orElse(""),
                regions(spec.get(), services),
                phases(spec.get()),
                services,
                environments(spec.get(), findings));
    }

    /** The estate, fit to be built once nothing was found wrong. */
    Estate estate() {
        return new Estate(name, parts(regions), parts(phases), parts(services), parts(environments));
    }

    private static <T> List<T> parts(List<Placed<T>> placed) {
        return placed.stream().map(Placed::part).toList();
    }

    private static void expect(Section file, String key, String wanted, Findings findings) {
        var found = file.word(key);
        if (found.isEmpty()) {
            findings.at(file.node(), "the file lacks '" + key + ": " + wanted + "'");
        } else if (!found.get().text().equals(wanted)) {
            findings.at(found.get().node(), key + " is '" + found.get().text() + "'; wanted is '" + wanted + "'");
        }
    }

    private static List<Placed<Service>> services(Section spec) {
        return spec
                .sections(
                        "services",
                        "a service",
                        List.of(
                                "name",
                                "image",
                                "port",
                                "replicas",
                                "dependsOn",
                                "phase",
                                "strategy",
                                "estimate",
                                "critical",
                                "resources"))
                .stream()
                .map(EstateDraft::service)
                .toList();
    }

    private static Placed<Service> service(Section at) {
        var dependsOn = at.words("dependsOn");
        at.text("image"); // a missing image is a finding
        var service = new Service(
                at.text("name"),
                at.read("image", new Image("unknown"), "a reference such as repository/name:tag", EstateDraft::image),
                at.integer("port", 80, 1, 65_535),
                at.integer("replicas", 1, 0, 10_000),
                dependsOn.stream().map(Word::text).toList(),
                at.integer("phase", 1, 1, MOST),
                at.choice("strategy", Strategy.ROLLING, Strategy.class),
                estimate(at, UNESTIMATED),
                at.flag("critical", false),
                resources(at));
        return new Placed<>(service, at, dependsOn);
    }

    private static Optional<Image> image(String text) {
        return text.isBlank() || text.chars().anyMatch(Character::isWhitespace)
                ? Optional.empty()
                : Optional.of(new Image(text));
    }

    private static SecondsRange estimate(Section at, SecondsRange fallback) {
        return at.section("estimate", List.of("min", "max"))
                .map(range -> {
                    int min = range.integer("min", 0, 0, MOST);
                    return new SecondsRange(min, range.integer("max", Math.max(min, fallback.max()), min, MOST));
                })
                .orElse(fallback);
    }

    private static Resources resources(Section at) {
        var resources = at.section("resources", List.of("requests", "limits", "storage", "gpu"));
        if (resources.isEmpty()) {
            return Resources.NONE;
        }
        var requests = resources.get().section("requests", List.of("cpu", "memory"));
        var limits = resources.get().section("limits", List.of("cpu", "memory"));
        return new Resources(
                cpu(requests),
                memory(requests),
                cpu(limits),
                memory(limits),
                bytes(resources.get(), "storage"),
                resources.get().integer("gpu", 0, 0, 64));
    }

    private static long cpu(Optional<Section> at) {
        return at.map(section -> section.read("cpu", 0L, "cores such as 2 or 250m", Units::cpu))
                .orElse(0L);
    }

    private static long memory(Optional<Section> at) {
        return at.map(section -> bytes(section, "memory")).orElse(0L);
    }

    private static long bytes(Section at, String key) {
        return at.read(key, 0L, "bytes such as 512Mi or 4Gi", Units::bytes);
    }

    private static List<Placed<Region>> regions(Section spec, List<Placed<Service>> services) {
        var keys = List.of(
                "name", "role", "wave", "trafficShare", "latencyTarget", "services", "validations", "rollbackWindow");
        return spec.sections("regions", "a region", keys).stream()
                .map(at -> region(at, services))
                .toList();
    }

    private static Placed<Region> region(Section at, List<Placed<Service>> services) {
        var subset = at.words("services");
        var names = at.has("services")
                ? subset.stream().map(Word::text).toList()
                : services.stream().map(service -> service.part().name()).toList();
        var validations = at.choicesOf("validations", Validation.class);
        var region = new Region(
                at.text("name"),
                at.choice("role", Role.REGIONAL, Role.class),
                at.integer("wave", 1, 1, MOST),
                at.integer("trafficShare", 0, 0, 100),
                at.duration("latencyTarget", Duration.ofMillis(200)),
                names,
                validations.isEmpty() ? List.of(Validation.HEALTH) : validations,
                at.duration("rollbackWindow", Duration.ofMinutes(30)));
        return new Placed<>(region, at, subset);
    }

    private static List<Placed<Phase>> phases(Section spec) {
        return spec.sections("phases", "a phase", List.of("number", "name", "estimate")).stream()
                .map(at -> new Placed<>(
                        new Phase(at.integer("number", 1, 1, MOST), at.text("name"), estimate(at, SecondsRange.NONE)),
                        at,
                        List.<Word>of()))
                .toList();
    }

    private static List<Placed<Environment>> environments(Section spec, Findings findings) {
        var policies = policies(spec, findings);
        var named = spec.sections("environments", "an environment", List.of("name", "replicas", "policy")).stream()
                .map(at -> environment(at, policies, findings))
                .toList();
        return named.isEmpty()
                ? List.of(new Placed<>(
                        new Environment(DEFAULT_ENVIRONMENT, false, Policy.SPECIFICATION), spec, List.of()))
                : named;
    }

    private static Placed<Environment> environment(Section at, Map<String, Policy> policies, Findings findings) {
        var single = at.read("replicas", false, "full or single", text -> switch (text) {
            case "full" -> Optional.of(false);
            case "single" -> Optional.of(true);
            default -> Optional.empty();
        });
        var policy = at.word("policy").map(word -> {
            var known = policies.get(word.text());
            if (known == null) {
                findings.at(
                        word.node(),
                        "unknown policy '" + word.text() + "'" + Nearest.hint(word.text(), policies.keySet()));
            }
            return known == null ? Policy.SPECIFICATION : known;
        });
        return new Placed<>(
                new Environment(at.text("name"), single, policy.orElse(Policy.SPECIFICATION)), at, List.of());
    }

    private static Map<String, Policy> policies(Section spec, Findings findings) {
        var policies = new LinkedHashMap<String, Policy>();
        var keys = List.of(
                "name",
                "concurrency",
                "phaseBarriers",
                "canary",
                "readyTimeout",
                "analysisTimeout",
                "stability",
                "rollbackDeadline",
                "triggers");
        for (Section at : spec.sections("policies", "a policy", keys)) {
            if (policies.putIfAbsent(at.text("name"), policy(at, findings)) != null) {
                findings.at(at.node("name"), "policy '" + at.text("name") + "' stands twice; keep one");
            }
        }
        return policies;
    }

    private static Policy policy(Section at, Findings findings) {
        var fallback = Policy.SPECIFICATION;
        var stages = at.sections("canary", "a canary stage", List.of("setWeight", "pause")).stream()
                .map(stage -> new CanaryStage(
                        stage.integer("setWeight", 100, 1, 100), stage.duration("pause", Duration.ofMinutes(10))))
                .toList();
        var weights = stages.stream().map(CanaryStage::weight).toList();
        if (!weights.isEmpty()
                && (!weights.equals(weights.stream().sorted().distinct().toList()) || weights.getLast() != 100)) {
            findings.at(
                    at.node("canary"), "canary weights " + weights + " must grow from stage to stage and end with 100");
        }
        return new Policy(
                at.integer("concurrency", fallback.concurrency(), 1, 10),
                at.flag("phaseBarriers", fallback.phaseBarriers()),
                stages.isEmpty() ? fallback.canaryStages() : stages,
                at.duration("readyTimeout", fallback.readyTimeout()),
                at.duration("analysisTimeout", fallback.analysisTimeout()),
                at.duration("stability", fallback.stability()),
                at.duration("rollbackDeadline", fallback.rollbackDeadline()),
                at.section("triggers", TriggerSection.KEYS)
                        .map(TriggerSection::read)
                        .orElse(fallback.triggers()));
    }
}
