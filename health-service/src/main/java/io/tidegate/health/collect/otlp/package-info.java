/** Hears metrics that the OpenTelemetry Collector writes to Kafka. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.collect.otlp;
