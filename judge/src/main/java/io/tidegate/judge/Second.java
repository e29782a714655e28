package io.tidegate.judge;

import java.time.Instant;
import java.util.Optional;

/** What is kept of a {@link Slice} for the rules' windows: its counts without its latencies. */
public record Second(Instant second, long requests, long errors, long slow, Optional<Double> memory) {}
