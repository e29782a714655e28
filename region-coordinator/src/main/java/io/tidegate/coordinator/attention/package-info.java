/** Whom a region obeys: pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.coordinator.attention;
