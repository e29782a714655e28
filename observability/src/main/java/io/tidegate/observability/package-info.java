/** How a service shows itself: health endpoints, names of metrics, traces. */
@org.jspecify.annotations.NullMarked
package io.tidegate.observability;
