/** The real processes together. */
@org.jspecify.annotations.NullMarked
package io.tidegate.system;
