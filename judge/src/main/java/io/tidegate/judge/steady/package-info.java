/** Is a service that is in full use still what it was: judged against its own recent past. Pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.steady;
