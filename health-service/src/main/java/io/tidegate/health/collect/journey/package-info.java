/** Walks through services as their users do. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.collect.journey;
