/** Asks replicas how they are. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.collect;
