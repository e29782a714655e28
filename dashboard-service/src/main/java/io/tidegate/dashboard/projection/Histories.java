package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The decisions on the latest deployments, and meanwhile on their environments; of those before, none. */
final class Histories {
    private final int kept;
    private final Map<String, History> histories = new HashMap<>();
    private final Map<Fact.Decided, Boolean> ofLanes;

    Histories(int kept) {
        this.kept = kept;
        this.ofLanes = Commands.latest(kept);
    }

    /** Decisions, each once however often the log repeats it, and when the first of them was made. */
    private static final class History {
        private final Set<Decision> decisions = new LinkedHashSet<>();
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private String lane = "";

        void add(Fact.Decided decided) {
            var at = decided.decision().at();
            decisions.add(decided.decision());
            first = at.isBefore(first) ? at : first;
            last = at.isAfter(last) ? at : last;
            lane = decided.estate().isEmpty() ? lane : lane(decided);
        }

        boolean concerns(Fact.Decided ofLane) {
            var at = ofLane.decision().at();
            return lane(ofLane).equals(lane) && !at.isBefore(first) && !at.isAfter(last);
        }
    }

    private static String lane(Fact.Decided decided) {
        return decided.estate() + "/" + decided.environment();
    }

    void add(Fact.Decided decided) {
        if (decided.deployment().isEmpty()) {
            ofLanes.put(decided, true);
            return;
        }
        histories.computeIfAbsent(decided.deployment(), unseen -> new History()).add(decided);
        if (histories.size() > kept) {
            histories.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().first))
                    .map(Map.Entry::getKey)
                    .ifPresent(histories::remove);
        }
    }

    /** In order of time. */
    Optional<List<Decision>> of(String deployment) {
        return Optional.ofNullable(histories.get(deployment)).map(history -> Stream.concat(
                        history.decisions.stream(),
                        ofLanes.keySet().stream().filter(history::concerns).map(Fact.Decided::decision))
                .sorted(Comparator.comparing(Decision::at))
                .toList());
    }

    int size() {
        return histories.size();
    }
}
