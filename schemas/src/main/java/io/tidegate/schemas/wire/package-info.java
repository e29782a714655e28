/** How records become bytes: Avro with a four-byte schema id in the Confluent framing. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas.wire;
