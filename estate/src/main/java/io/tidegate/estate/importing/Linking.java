package io.tidegate.estate.importing;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns stated and mentioned names into dependencies that do not go round. */
final class Linking {
    private final List<Found> services;
    private final List<String> notes;

    /** By service: what it depends on, each with the place it was inferred from, or nothing where it is stated. */
    private final Map<String, Map<String, String>> dependencies = new LinkedHashMap<>();

    private Linking(List<Found> services, List<String> notes) {
        this.services = services;
        this.notes = notes;
    }

    /** Dependencies by service; the value is the place one was inferred from, empty where the file states it. */
    static Map<String, Map<String, String>> link(List<Found> services, List<String> notes) {
        var linking = new Linking(services, notes);
        services.forEach(service -> linking.dependencies.put(service.name(), new TreeMap<>()));
        services.forEach(linking::state);
        var mentions = new Mentions(linking.names());
        services.forEach(service -> linking.infer(service, mentions));
        return linking.dependencies;
    }

    private Map<String, String> names() {
        var names = new HashMap<String, String>();
        services.forEach(service -> service.aliases().forEach(alias -> names.putIfAbsent(alias, service.name())));
        services.forEach(service -> names.put(service.name(), service.name()));
        return names;
    }

    private void state(Found service) {
        for (String dependency : service.dependsOn()) {
            if (!dependencies.containsKey(dependency)) {
                notes.add("'" + service.name() + "' depends on '" + dependency
                        + "', which is not imported; this dependency is left out");
            } else if (dependency.equals(service.name()) || leads(dependency, service.name())) {
                throw new Unimportable(
                        service.file(),
                        "dependencies go round: '" + service.name() + "' and '" + dependency
                                + "' need each other; remove one of these dependencies");
            } else {
                of(service.name()).put(dependency, "");
            }
        }
    }

    private void infer(Found service, Mentions mentions) {
        mentions.in(service.mentions(), service.name()).forEach((dependency, place) -> {
            if (of(service.name()).containsKey(dependency)) {
                return;
            }
            if (leads(dependency, service.name())) {
                notes.add("'" + service.name() + "' names '" + dependency + "' in " + place + ", but '" + dependency
                        + "' already depends on it; this inferred dependency is left out");
            } else {
                of(service.name()).put(dependency, place);
                notes.add("'" + service.name() + "' depends on '" + dependency + "': inferred from " + place);
            }
        });
    }

    /** Whether {@code from} depends on {@code target}, itself or through others. */
    private boolean leads(String from, String target) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            var here = open.pop();
            if (here.equals(target)) {
                return true;
            }
            if (seen.add(here)) {
                open.addAll(of(here).keySet());
            }
        }
        return false;
    }

    private Map<String, String> of(String service) {
        return dependencies.computeIfAbsent(service, unseen -> new TreeMap<>());
    }
}
