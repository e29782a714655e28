/** The planner on Kafka: its topology, and its words on the wire. */
@org.jspecify.annotations.NullMarked
package io.tidegate.planner.kafka;
