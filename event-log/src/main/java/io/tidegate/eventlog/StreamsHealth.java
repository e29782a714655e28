package io.tidegate.eventlog;

import io.tidegate.observability.HealthCheck;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Whether a topology runs: its state is restored and it reads the log. */
public final class StreamsHealth implements HealthCheck {
    private final Supplier<KafkaStreams.State> state;

    public StreamsHealth(Supplier<KafkaStreams.State> state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public Result check() {
        var now = state.get();
        return now == KafkaStreams.State.RUNNING
                ? Result.healthy(Map.of("state", now.name()))
                : Result.unhealthy("the topology is " + now);
    }
}
