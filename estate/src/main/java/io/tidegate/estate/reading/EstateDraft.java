package io.tidegate.estate.reading;

import io.tidegate.estate.Environment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.Phase;
import io.tidegate.estate.Region;
import io.tidegate.estate.Role;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import java.time.Duration;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What a file says, part by part, each with its place; not yet checked for what the parts say of each other. */
record EstateDraft(
        Node root,
        String name,
        List<Placed<Region>> regions,
        List<Placed<Phase>> phases,
        List<Placed<Service>> services,
        List<Placed<Environment>> environments,
        List<Placed<Validator>> validators) {

    /** Largest number of anything that is only counted. */
    static final int MOST = 1_000_000;

    /** A part of the estate, the section it was read from, and the words of its references. */
    record Placed<T>(T part, Section section, List<Word> references) {}

    static EstateDraft read(Node root, Findings findings) {
        var file = Section.of(root, "the file", findings, List.of("apiVersion", "kind", "metadata", "spec"));
        expect(file, "apiVersion", "tidegate.io/v1", findings);
        expect(file, "kind", "Estate", findings);
        var name = file.section("metadata", List.of("name")).map(metadata -> metadata.name("name"));
        if (name.isEmpty()) {
            findings.at(root, "the file lacks 'metadata' with a 'name'");
        }
        var spec = file.section(
                "spec", List.of("regions", "phases", "services", "environments", "policies", "validators"));
        if (spec.isEmpty()) {
            findings.at(root, "the file lacks 'spec' with 'regions' and 'services'");
            return new EstateDraft(root, name.orElse(""), List.of(), List.of(), List.of(), List.of(), List.of());
        }
        var services = ServiceSection.read(spec.get());
        return new EstateDraft(
                root,
                name.orElse(""),
                regions(spec.get(), services),
                phases(spec.get()),
                services,
                EnvironmentSection.read(spec.get(), findings),
                ValidatorSection.read(spec.get(), findings));
    }

    /** The estate, fit to be built once nothing was found wrong. */
    Estate estate() {
        return new Estate(name, parts(regions), parts(phases), parts(services), parts(environments), parts(validators));
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
        var validations = at.choicesOf("validations", Validation.OF_REGIONS);
        var region = new Region(
                at.name("name"),
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
                        new Phase(
                                at.integer("number", 1, 1, MOST),
                                at.text("name"),
                                ServiceSection.estimate(at, SecondsRange.NONE)),
                        at,
                        List.<Word>of()))
                .toList();
    }
}
