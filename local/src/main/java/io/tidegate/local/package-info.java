/** The whole suite on one machine, without containers. */
@org.jspecify.annotations.NullMarked
package io.tidegate.local;
