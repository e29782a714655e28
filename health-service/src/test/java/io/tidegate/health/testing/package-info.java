/** Deployments and samples for tests of verdicts. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.testing;
