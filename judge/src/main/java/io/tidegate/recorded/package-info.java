/** Recorded telemetry in the formats that public data sets have. */
@org.jspecify.annotations.NullMarked
package io.tidegate.recorded;
