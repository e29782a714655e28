/** Kafka on one machine: a broker per region, and replication between them. */
@org.jspecify.annotations.NullMarked
package io.tidegate.local.kafka;
