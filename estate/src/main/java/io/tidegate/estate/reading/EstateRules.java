package io.tidegate.estate.reading;

import io.tidegate.estate.FreezeWindow;
import io.tidegate.estate.Phase;
import io.tidegate.estate.Region;
import io.tidegate.estate.Service;
import io.tidegate.estate.reading.EstateDraft.Placed;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the parts of an estate must say of each other. */
final class EstateRules {
    private final EstateDraft draft;
    private final Findings findings;
    private final Map<String, Placed<Service>> services = new LinkedHashMap<>();

    private EstateRules(EstateDraft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
        draft.services().forEach(service -> services.putIfAbsent(service.part().name(), service));
    }

    static void check(EstateDraft draft, Findings findings) {
        var rules = new EstateRules(draft, findings);
        rules.somethingIsThere();
        rules.namesAreUnique();
        rules.dependenciesAreKnown();
        rules.phasesAgree();
        rules.nothingGoesRound();
        rules.regionsAreWhole();
        rules.sharesAddUp();
        rules.amountsFit();
        rules.freezesAreSomewhere();
        ValidatorRules.check(draft, findings);
    }

    private void somethingIsThere() {
        if (draft.services().isEmpty()) {
            findings.at(draft.root(), "the estate has no services; list at least one under 'spec.services'");
        }
        if (draft.regions().isEmpty()) {
            findings.at(draft.root(), "the estate has no regions; list at least one under 'spec.regions'");
        }
    }

    private void namesAreUnique() {
        unique("service", draft.services(), "name", Service::name);
        unique("region", draft.regions(), "name", Region::name);
        unique("environment", draft.environments(), "name", environment -> environment.name());
        unique("phase", draft.phases(), "number", phase -> Integer.toString(phase.number()));
    }

    private <T> void unique(String kind, List<Placed<T>> parts, String key, Function<T, String> name) {
        var seen = new HashSet<String>();
        for (var placed : parts) {
            var word = name.apply(placed.part());
            if (!word.isEmpty() && !seen.add(word)) {
                findings.at(
                        placed.section().node(key), kind + " '" + word + "' stands twice; give each its own " + key);
            }
        }
    }

    private void dependenciesAreKnown() {
        for (var placed : draft.services()) {
            for (Word dependency : placed.references()) {
                if (!services.containsKey(dependency.text())) {
                    unknownService(dependency);
                }
            }
        }
    }

    private void unknownService(Word word) {
        findings.at(
                word.node(), "unknown service '" + word.text() + "'" + Nearest.hint(word.text(), services.keySet()));
    }

    private void phasesAgree() {
        var numbers =
                draft.phases().stream().map(Placed::part).map(Phase::number).toList();
        for (var placed : draft.services()) {
            var service = placed.part();
            if (!numbers.isEmpty() && !numbers.contains(service.phase())) {
                findings.at(
                        placed.section().node("phase"),
                        "phase " + service.phase() + " of service '" + service.name() + "' is not declared; known are "
                                + numbers);
            }
            for (Word dependency : placed.references()) {
                var other = services.get(dependency.text());
                if (other != null && other.part().phase() > service.phase()) {
                    findings.at(
                            dependency.node(),
                            "'" + service.name() + "' is in phase " + service.phase() + " but depends on '"
                                    + dependency.text() + "' of the later phase "
                                    + other.part().phase()
                                    + "; move one of them");
                }
            }
        }
    }

    private void freezesAreSomewhere() {
        var known = draft.regions().stream().map(placed -> placed.part().name()).toList();
        for (var placed : draft.environments()) {
            for (FreezeWindow window : placed.part().policy().freezes().windows()) {
                window.regions().stream()
                        .filter(region -> !known.contains(region))
                        .forEach(region -> findings.at(
                                placed.section().node("freezes"),
                                "unknown region '" + region + "' in freeze '" + window.name() + "'"
                                        + Nearest.hint(region, known)));
            }
        }
    }

    private void nothingGoesRound() {
        var dependencies = new LinkedHashMap<String, List<String>>();
        services.forEach((name, placed) -> dependencies.put(
                name,
                placed.part().dependsOn().stream().filter(services::containsKey).toList()));
        for (List<String> cycle : Cycles.in(dependencies)) {
            var first = services.get(cycle.getFirst());
            if (first != null) {
                findings.at(
                        first.section().node("dependsOn"),
                        "dependencies go round: " + String.join(" -> ", cycle) + "; remove one of these dependencies");
            }
        }
    }

    private void regionsAreWhole() {
        for (var placed : draft.regions()) {
            var here = new HashSet<>(placed.part().services());
            for (Word word : placed.references()) {
                var service = services.get(word.text());
                if (service == null) {
                    unknownService(word);
                    continue;
                }
                for (String dependency : service.part().dependsOn()) {
                    if (services.containsKey(dependency) && !here.contains(dependency)) {
                        findings.at(
                                word.node(),
                                "'" + word.text() + "' needs '" + dependency + "', which region '"
                                        + placed.part().name() + "' lacks; add '" + dependency + "' or leave '"
                                        + word.text() + "' out");
                    }
                }
            }
        }
    }

    private void sharesAddUp() {
        int sum = draft.regions().stream()
                .mapToInt(placed -> placed.part().trafficShare())
                .sum();
        if (sum != 100 && !draft.regions().isEmpty()) {
            var last = draft.regions().getLast();
            findings.at(
                    last.section().node("trafficShare"),
                    "the regions' traffic shares add up to " + sum + " %; they must add up to 100");
        }
    }

    private void amountsFit() {
        for (var placed : draft.services()) {
            var service = placed.part();
            var resources = service.resources();
            exceeds(placed, "cpu", resources.requestedCpu(), resources.cpuLimit());
            exceeds(placed, "memory", resources.requestedMemory(), resources.memoryLimit());
            if (service.health().timeout().compareTo(service.health().interval()) > 0) {
                findings.at(
                        placed.section().node("health"),
                        "health checks of '" + service.name() + "' wait "
                                + service.health().timeout().toMillis()
                                + "ms for an answer but come every "
                                + service.health().interval().toMillis()
                                + "ms; make 'timeout' no longer than 'interval'");
            }
        }
    }

    private void exceeds(Placed<Service> placed, String what, long requested, long limit) {
        if (limit > 0 && requested > limit) {
            findings.at(
                    placed.section().node("resources"),
                    "'" + placed.part().name() + "' requests more " + what
                            + " than its limit allows; raise the limit or request less");
        }
    }
}
