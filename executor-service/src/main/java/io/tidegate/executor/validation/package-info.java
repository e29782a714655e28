/** What the executor is asked to find out, and the ports through which it does. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.validation;
