/** Which region's planner leads: pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.planner.lease;
