/** The coordinator on Kafka: its topology, and its words on the wire. */
@org.jspecify.annotations.NullMarked
package io.tidegate.coordinator.kafka;
