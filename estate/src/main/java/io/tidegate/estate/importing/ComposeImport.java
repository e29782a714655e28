package io.tidegate.estate.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads services out of Compose files. */
final class ComposeImport {
    /** {@code [address:][published:]target[-end][/protocol]}. */
    private static final Pattern PORT = Pattern.compile("(?:.*:)?(\\d{1,5})(?:-\\d{1,5})?(?:/[a-z]+)?");

    private final Set<String> profiles;
    private final List<String> notes;

    ComposeImport(Set<String> profiles, List<String> notes) {
        this.profiles = Set.copyOf(profiles);
        this.notes = notes;
    }

    List<Found> services(Map<String, Tree> services, String file) {
        var found = new ArrayList<Found>();
        services.forEach((name, service) -> {
            var wanted = service.at("profiles").texts();
            if (wanted.isEmpty() || wanted.stream().anyMatch(profiles::contains) || profiles.contains("*")) {
                found.add(service(name, service, file));
            } else {
                notes.add("'" + name + "' is left out: it runs only with the profile " + String.join(" or ", wanted));
            }
        });
        return found;
    }

    private Found service(String name, Tree service, String file) {
        if (service.at("image").text().isEmpty()) {
            notes.add("'" + name + "' states no image; '" + name + ":latest' is assumed");
        }
        return new Found(
                name,
                file,
                aliases(service),
                service.at("image").text(),
                ports(service),
                replicas(service),
                dependencies(name, service),
                mentions(service),
                needs(service));
    }

    private static List<String> aliases(Tree service) {
        var aliases = new ArrayList<String>();
        service.at("hostname").text().ifPresent(aliases::add);
        service.at("container_name").text().ifPresent(aliases::add);
        service.at("networks")
                .entries()
                .values()
                .forEach(network -> aliases.addAll(network.at("aliases").texts()));
        return aliases;
    }

    private static List<Integer> ports(Tree service) {
        var ports = new ArrayList<Integer>();
        for (Tree port : service.at("ports").items()) {
            add(ports, port.isMap() ? port.at("target") : port);
        }
        service.at("expose").items().forEach(port -> add(ports, port));
        return ports;
    }

    private static void add(List<Integer> ports, Tree port) {
        var matcher = PORT.matcher(port.text().orElse(""));
        if (matcher.matches()) {
            int number = Integer.parseInt(matcher.group(1));
            if (number > 0 && number <= 65_535) {
                ports.add(number);
            }
        }
    }

    private static int replicas(Tree service) {
        return service.at("deploy", "replicas")
                .text()
                .or(() -> service.at("scale").text())
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .orElse(1);
    }

    private List<String> dependencies(String name, Tree service) {
        var names = new LinkedHashSet<String>();
        var dependsOn = service.at("depends_on");
        names.addAll(dependsOn.isMap() ? dependsOn.entries().keySet() : dependsOn.texts());
        dependsOn.entries().forEach((dependency, how) -> {
            if (how.at("condition").text().orElse("").equals("service_completed_successfully")) {
                notes.add("'" + name + "' waits until '" + dependency
                        + "' has ended; it is imported as a service that keeps running");
            }
        });
        for (String link : service.at("links").texts()) {
            names.add(before(link, ':'));
        }
        for (String from : service.at("volumes_from").texts()) {
            if (!from.startsWith("container:")) {
                names.add(before(from, ':'));
            }
        }
        for (String shared : List.of("network_mode", "ipc", "pid")) {
            service.at(shared)
                    .text()
                    .filter(mode -> mode.startsWith("service:"))
                    .ifPresent(mode -> names.add(mode.substring("service:".length())));
        }
        return List.copyOf(names);
    }

    private static Map<String, String> mentions(Tree service) {
        var mentions = new LinkedHashMap<>(service.at("environment").variables());
        var arguments = new ArrayList<>(service.at("entrypoint").texts());
        arguments.addAll(service.at("command").texts());
        mentions.put("arguments", String.join(" ", arguments));
        return mentions;
    }

    private static Found.Needs needs(Tree service) {
        var resources = service.at("deploy", "resources");
        var limits = resources.at("limits");
        var reservations = resources.at("reservations");
        return new Found.Needs(
                Amounts.cpu(reservations.at("cpus")),
                Amounts.composeBytes(either(reservations.at("memory"), service.at("mem_reservation"))),
                Amounts.cpu(either(limits.at("cpus"), service.at("cpus"))),
                Amounts.composeBytes(either(limits.at("memory"), service.at("mem_limit"))),
                gpus(reservations));
    }

    private static int gpus(Tree reservations) {
        return reservations.at("devices").items().stream()
                .filter(device -> device.at("capabilities").texts().contains("gpu"))
                .mapToInt(device -> device.at("count")
                        .text()
                        .filter(text -> text.matches("\\d{1,2}"))
                        .map(Integer::parseInt)
                        .orElse(1))
                .sum();
    }

    private static Tree either(Tree first, Tree second) {
        return first.isThere() ? first : second;
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
