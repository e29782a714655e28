/** The health-service on Kafka. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.kafka;
