package io.tidegate.observability;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Carries traces through Kafka: a record's {@code traceparent} is the parent of what its processing writes. */
public final class Tracing {
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private Tracing() {}

    /** Does {@code work} under the trace that once came with a record; no span of its own tells of it. */
    public static void under(Optional<String> traceparent, Runnable work) {
        parent(traceparent).wrap(work).run();
    }

    private static Context parent(Optional<String> traceparent) {
        var carrier = traceparent.map(value -> Map.of(TRACEPARENT, value)).orElse(Map.of());
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, GETTER);
    }

    /** Does {@code work} in a span named {@code name}, under the trace that came with a record, or a new one. */
    public static void within(String name, Optional<String> traceparent, Runnable work) {
        var parent = parent(traceparent);
        var span = GlobalOpenTelemetry.getTracer("tidegate")
                .spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        try {
            parent.with(span).wrap(work).run();
        } catch (RuntimeException failure) {
            span.recordException(failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    /** The present trace as a {@code traceparent}, if there is one. */
    public static Optional<String> current() {
        var found = new AtomicReference<@Nullable String>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), found, (carrier, key, value) -> {
            if (carrier != null && key.equals(TRACEPARENT)) {
                carrier.set(value);
            }
        });
        return Optional.ofNullable(found.get());
    }
}
