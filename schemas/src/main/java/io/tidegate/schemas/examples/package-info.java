/** An example of every message. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas.examples;
