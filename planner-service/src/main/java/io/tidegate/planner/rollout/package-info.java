/** What happens next in the whole estate: pure decisions, without Kafka, clocks or threads. */
@org.jspecify.annotations.NullMarked
package io.tidegate.planner.rollout;
