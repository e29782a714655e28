package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decisions on the latest deployments; of those before, none. */
final class Histories {
    private final int kept;
    private final Map<String, History> histories = new HashMap<>();

    Histories(int kept) {
        this.kept = kept;
    }

    /** Decisions, each once however often the log repeats it, and when the first of them was made. */
    private static final class History {
        private final Set<Decision> decisions = new LinkedHashSet<>();
        private Instant first = Instant.MAX;

        void add(Decision decision) {
            decisions.add(decision);
            first = decision.at().isBefore(first) ? decision.at() : first;
        }
    }

    void add(Fact.Decided decided) {
        histories.computeIfAbsent(decided.deployment(), unseen -> new History()).add(decided.decision());
        if (histories.size() > kept) {
            histories.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().first))
                    .map(Map.Entry::getKey)
                    .ifPresent(histories::remove);
        }
    }

    /** In order of time. */
    Optional<List<Decision>> of(String deployment) {
        return Optional.ofNullable(histories.get(deployment)).map(history -> history.decisions.stream()
                .sorted(Comparator.comparing(Decision::at))
                .toList());
    }

    int size() {
        return histories.size();
    }
}
