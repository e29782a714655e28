/** Takes the figures: how long the product takes, and what it costs. */
@org.jspecify.annotations.NullMarked
package io.tidegate.benchmarks;
