/** The executor: how a step is done on a runtime. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor;
