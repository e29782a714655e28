package io.tidegate.judge.replay;

import java.time.Instant;

/** A fault that is known to have been injected. */
public record Fault(String name, Instant at) {}
