/** From an estate file to an estate, or to every finding at once. */
@org.jspecify.annotations.NullMarked
package io.tidegate.estate.reading;
