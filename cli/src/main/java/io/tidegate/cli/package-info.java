/** What a person types. */
@org.jspecify.annotations.NullMarked
package io.tidegate.cli;
