/** What Tidegate says on Kafka. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas;
