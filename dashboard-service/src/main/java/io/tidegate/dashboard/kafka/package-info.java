/** The log on Kafka: records as facts, orders as commands. */
@org.jspecify.annotations.NullMarked
package io.tidegate.dashboard.kafka;
