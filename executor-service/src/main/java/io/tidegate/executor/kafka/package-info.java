/** The executor on Kafka. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.kafka;
