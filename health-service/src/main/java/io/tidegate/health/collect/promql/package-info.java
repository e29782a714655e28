/** Asks a Prometheus server how services are. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.collect.promql;
