/** The sandbox as a runtime. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.sandbox;
