package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;

/**
 * Where an order stands: under which epoch of the control plane, and where among the orders for its service.
 *
 * @param stepId the step that it is for; says nothing of where it stands
 */
record Order(long epoch, long position, String stepId) implements Comparable<Order> {
    static final Order NONE = new Order(0, 0, "");

    private static final Comparator<Order> BY_PLACE =
            Comparator.comparingLong(Order::epoch).thenComparingLong(Order::position);

    static Order of(JsonObject wanted) {
        return new Order(wanted.getLong("epoch", 0L), wanted.getLong("position", 0L), wanted.getString("stepId", ""));
    }

    @Override
    public int compareTo(Order other) {
        return BY_PLACE.compare(this, other);
    }

    @Override
    public String toString() {
        return position + " of epoch " + epoch;
    }
}
