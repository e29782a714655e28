/** The planner: what happens next in the whole estate. */
@org.jspecify.annotations.NullMarked
package io.tidegate.planner;
