/** Test devices for what every service shows of itself. */
@org.jspecify.annotations.NullMarked
package io.tidegate.observability.testing;
