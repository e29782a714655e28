/** The region coordinator: what happens next in this region. */
@org.jspecify.annotations.NullMarked
package io.tidegate.coordinator;
