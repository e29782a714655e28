package io.tidegate.judge.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * What a service did in one interval, all its versions together.
 *
 * @param processor share of the processor's limit in use, if it was measured
 * @param memory share of the memory's limit in use, if it was measured
 */
public record Usage(Instant at, long requests, long errors, Optional<Double> processor, Optional<Double> memory) {}
