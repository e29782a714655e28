package io.tidegate.estate.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads services out of Kubernetes manifests: workloads, the Services before them, the ConfigMaps they read. */
final class KubernetesImport {
    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout");
    private static final Set<String> PASSING = Set.of("Job", "CronJob");

    private record Manifest(String file, Tree tree) {
        String kind() {
            return tree.at("kind").text().orElse("");
        }

        String name() {
            return tree.at("metadata", "name").text().orElse("");
        }
    }

    private final List<Manifest> manifests = new ArrayList<>();
    private final Map<String, Map<String, String>> configuration = new LinkedHashMap<>();
    private final List<String> notes;

    private KubernetesImport(List<String> notes) {
        this.notes = notes;
    }

    static List<Found> services(Map<String, List<Tree>> documents, List<String> notes) {
        var reading = new KubernetesImport(notes);
        documents.forEach((file, trees) -> trees.forEach(tree -> reading.add(file, tree)));
        reading.noteWhatIsLeftOut();
        var found = new LinkedHashMap<String, Found>();
        for (Manifest manifest : reading.manifests) {
            if (WORKLOADS.contains(manifest.kind()) && found.containsKey(manifest.name())) {
                notes.add("a second workload '" + manifest.name() + "' in " + manifest.file() + " is left out");
            } else if (WORKLOADS.contains(manifest.kind())) {
                found.put(manifest.name(), reading.service(manifest));
            }
        }
        return List.copyOf(found.values());
    }

    private void add(String file, Tree tree) {
        if (tree.at("kind").text().orElse("").endsWith("List")) {
            tree.at("items").items().forEach(item -> add(file, item));
        } else if (tree.isMap()) {
            var manifest = new Manifest(file, tree);
            manifests.add(manifest);
            if (manifest.kind().equals("ConfigMap")) {
                configuration.put(manifest.name(), tree.at("data").variables());
            }
        }
    }

    private void noteWhatIsLeftOut() {
        var others = new TreeMap<String, Integer>();
        for (Manifest manifest : manifests) {
            if (PASSING.contains(manifest.kind())) {
                notes.add(manifest.kind() + " '" + manifest.name() + "' is left out: it does not keep running");
            } else if (!WORKLOADS.contains(manifest.kind())
                    && !manifest.kind().equals("Service")
                    && !manifest.kind().equals("ConfigMap")) {
                others.merge(manifest.kind(), 1, Integer::sum);
            }
        }
        others.forEach((kind, count) ->
                notes.add("left out: " + count + " of kind " + (kind.isEmpty() ? "(none stated)" : kind)));
    }

    private Found service(Manifest workload) {
        var template = workload.kind().equals("Pod")
                ? workload.tree()
                : workload.tree().at("spec", "template");
        var pod = template.at("spec");
        var containers = pod.at("containers").items();
        var main = containers.isEmpty() ? Tree.NOTHING : containers.getFirst();
        if (containers.size() > 1) {
            notes.add("'" + workload.name() + "' has " + containers.size() + " containers; the image of the first, '"
                    + main.at("name").text().orElse("") + "', is imported");
        }
        if (main.at("image").text().isEmpty()) {
            notes.add("'" + workload.name() + "' states no image; '" + workload.name() + ":latest' is assumed");
        }
        var before = servicesBefore(template.at("metadata", "labels"));
        return new Found(
                workload.name(),
                workload.file(),
                before.stream().map(Manifest::name).toList(),
                main.at("image").text(),
                ports(main, before),
                replicas(workload.tree()),
                List.of(),
                mentions(pod),
                needs(main.at("resources")));
    }

    /** The Services whose selector picks a pod with these labels. */
    private List<Manifest> servicesBefore(Tree labels) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals("Service"))
                .filter(service -> {
                    var selector = service.tree().at("spec", "selector").variables();
                    return !selector.isEmpty() && labels.variables().entrySet().containsAll(selector.entrySet());
                })
                .toList();
    }

    private static List<Integer> ports(Tree container, List<Manifest> before) {
        var ports = new ArrayList<Integer>();
        container.at("ports").items().forEach(port -> add(ports, port.at("containerPort")));
        for (Manifest service : before) {
            for (Tree port : service.tree().at("spec", "ports").items()) {
                add(ports, port.at("targetPort"));
                add(ports, port.at("port"));
            }
        }
        return ports;
    }

    private static void add(List<Integer> ports, Tree port) {
        port.text()
                .filter(text -> text.matches("[1-9]\\d{0,4}"))
                .map(Integer::parseInt)
                .filter(number -> number <= 65_535)
                .ifPresent(ports::add);
    }

    private static int replicas(Tree workload) {
        return workload.at("spec", "replicas")
                .text()
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .orElse(1);
    }

    private Map<String, String> mentions(Tree pod) {
        var mentions = new LinkedHashMap<String, String>();
        var containers = new ArrayList<>(pod.at("initContainers").items());
        containers.addAll(pod.at("containers").items());
        for (Tree container : containers) {
            // Several containers may give the same variable different values.
            environment(container)
                    .forEach((name, value) -> mentions.merge(name, value, (one, other) -> one + " " + other));
            var arguments = new ArrayList<>(container.at("command").texts());
            arguments.addAll(container.at("args").texts());
            mentions.merge("arguments", String.join(" ", arguments), (one, other) -> one + " " + other);
        }
        return mentions;
    }

    private Map<String, String> environment(Tree container) {
        var variables = new LinkedHashMap<String, String>();
        for (Tree from : container.at("envFrom").items()) {
            from.at("configMapRef", "name")
                    .text()
                    .ifPresent(name -> variables.putAll(configuration.getOrDefault(name, Map.of())));
        }
        for (Tree variable : container.at("env").items()) {
            var reference = variable.at("valueFrom", "configMapKeyRef");
            var referred = configuration
                    .getOrDefault(reference.at("name").text().orElse(""), Map.of())
                    .getOrDefault(reference.at("key").text().orElse(""), "");
            variables.put(
                    variable.at("name").text().orElse(""),
                    variable.at("value").text().orElse(referred));
        }
        return variables;
    }

    private static Found.Needs needs(Tree resources) {
        var requests = resources.at("requests");
        var limits = resources.at("limits");
        return new Found.Needs(
                Amounts.cpu(requests.at("cpu")),
                Amounts.kubernetesBytes(requests.at("memory")),
                Amounts.cpu(limits.at("cpu")),
                Amounts.kubernetesBytes(limits.at("memory")),
                limits.at("nvidia.com/gpu")
                        .text()
                        .filter(text -> text.matches("\\d{1,2}"))
                        .map(Integer::parseInt)
                        .orElse(0));
    }
}
