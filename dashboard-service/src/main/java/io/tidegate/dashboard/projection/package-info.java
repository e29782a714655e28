/** What is known of deployments, as the log tells it: facts, what they add up to, and positions in their stream. Pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.dashboard.projection;
