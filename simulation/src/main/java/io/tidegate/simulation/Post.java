package io.tidegate.simulation;

import io.tidegate.coordinator.attention.Attention;
import io.tidegate.coordinator.wave.RegionLane;

/** All that a coordinator knows. */
record Post(RegionLane lane, Attention attention) {
    Post with(RegionLane next) {
        return new Post(next, attention);
    }

    Post with(Attention next) {
        return new Post(lane, next);
    }
}
