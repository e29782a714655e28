/** What a run left on Kafka, and whether it kept the invariants of the architecture. */
@org.jspecify.annotations.NullMarked
package io.tidegate.system.history;
