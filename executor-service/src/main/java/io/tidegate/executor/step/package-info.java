/** Steps and the port behind which a runtime does them. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.step;
