/** The CloudEvents headers that travel with every record. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas.envelope;
