/** What happens next in a region: pure decisions, without Kafka, clocks or threads. */
@org.jspecify.annotations.NullMarked
package io.tidegate.coordinator.wave;
