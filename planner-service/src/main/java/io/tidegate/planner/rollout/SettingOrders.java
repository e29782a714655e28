package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides on orders that set something for a whole lane. They come by way of every region's Kafka, so not always in the order
 * in which they were written: of two on one setting the later writer wins, and the other is reported with both values.
 */
final class SettingOrders {
    private SettingOrders() {}

    static Decision decide(Lane lane, Input.SettingOrder order, Instant now) {
        var write = Write.of(order, now);
        return lane.settings()
                .latest(order.setting())
                .filter(write::isBefore)
                .map(latest -> superseded(order, latest, write, now))
                .orElseGet(() -> switch (order) {
                    case Input.FreezeLane freeze -> Freezing.freeze(freeze, write, now);
                    case Input.UnfreezeLane over -> Freezing.unfreeze(lane, write, now);
                    case Input.Drain drain -> Draining.drain(lane, drain, write, now);
                    case Input.Undrain undrain -> Draining.undrain(lane, undrain, write, now);
                });
    }

    private static Decision superseded(Input.SettingOrder order, Write kept, Write dropped, Instant now) {
        var message = dropped.inWords() + " was written before " + kept.inWords()
                + ", which holds; order it again if it is still wanted";
        return new Decision(
                List.of(new DeploymentEvent.OrderSuperseded(order.setting(), kept, dropped, message, now)),
                Optional.of(new Decision.Refusal(Decision.Reason.CONFLICT, message)));
    }
}
