package io.tidegate.observability;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;

/**
 * Sends spans where the settings say. The exporter that Quarkus brings is chosen when a service is built, and then always
 * sends to some address; this one is chosen when a service starts.
 */
@ApplicationScoped
class TraceExport {
    @Produces
    @Singleton
    SpanProcessor processor(TraceSettings settings) {
        return settings.endpoint().map(TraceExport::to).orElseGet(SpanProcessor::composite);
    }

    static SpanProcessor to(URI endpoint) {
        return BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .build())
                .build();
    }
}
