package io.tidegate.estate.plan;

import io.tidegate.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What about a service is not the same after a deployment, in words. */
public final class Changed {
    /** Of a service that the estate no longer has. */
    public static final List<String> RETIRED = List.of("retired");

    private Changed() {}

    /** {@code new}, or which of {@code image}, {@code replicas}, {@code port}, {@code resources} and {@code health} change. */
    public static List<String> of(ServicePlan service) {
        if (service.previous().isEmpty()) {
            return List.of("new");
        }
        var former = service.previous().get();
        var words = new ArrayList<String>();
        note(words, "image", former, service.workload(), Workload::image);
        note(words, "replicas", former, service.workload(), Workload::replicas);
        note(words, "port", former, service.workload(), Workload::port);
        note(words, "resources", former, service.workload(), Workload::resources);
        note(words, "health", former, service.workload(), Workload::health);
        return List.copyOf(words);
    }

    private static void note(
            List<String> words, String word, Workload before, Workload after, Function<Workload, Object> part) {
        if (!part.apply(before).equals(part.apply(after))) {
            words.add(word);
        }
    }
}
