package io.tidegate.coordinator.wave;

import java.util.List;

/** What an input leads to: the region's next state, and what is said. */
public record Decision(RegionLane lane, List<Output> outputs) {
    public Decision {
        outputs = List.copyOf(outputs);
    }
}
