package io.tidegate.planner.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.JsonState;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OrderTest {
    private final LaneOnStage stage = new LaneOnStage();

    private Order order(String id) {
        stage.request(id);
        return stage.deployment().order();
    }

    @Test
    void anOrderEndsWhenItsPlanHasTakenItsLongest() {
        var order = order("d1");

        assertThat(order.expectedEnd())
                .isEqualTo(LaneOnStage.NOON.plus(order.plan().longest()));
    }

    @Test
    void anOrderByAnotherPlanEndsByThatOne() {
        var inOneWave = new LaneOnStage(LaneOnStage.ESTATE.replace("wave: 2", "wave: 1"));
        inOneWave.request("d1");
        var plan = inOneWave.deployment().plan();

        var order = order("d1");
        assertThat(order.with(plan).expectedEnd())
                .isEqualTo(LaneOnStage.NOON.plus(plan.longest()))
                .isBefore(order.expectedEnd());
    }

    @Test
    void anOrderThatWasKeptWithoutItsEndHasItAgain() {
        var order = order("d1");
        try (var serde = JsonState.serde(Order.class)) {
            var text = new String(serde.serializer().serialize("", order), UTF_8);
            var older =
                    Pattern.compile(",\"expectedEnd\":\"[^\"]*\"").matcher(text).replaceFirst("");

            assertThat(older).isNotEqualTo(text);
            assertThat(serde.deserializer().deserialize("", older.getBytes(UTF_8)))
                    .isEqualTo(order);
        }
    }
}
