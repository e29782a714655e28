/** Recorded telemetry in the formats that public data sets have; the only room here that reads files. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.recorded;
