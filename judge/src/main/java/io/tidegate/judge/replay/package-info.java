/** How well the judge does on recorded telemetry, replayed in event time. Pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.replay;
