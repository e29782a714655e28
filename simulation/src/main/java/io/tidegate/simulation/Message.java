package io.tidegate.simulation;

/**
 * A record on the simulated log.
 *
 * @param source who wrote it
 * @param sequence its number among what {@code source} wrote, from 1; 0 for writers outside, who do not number
 * @param value the wire record, or a command
 */
record Message(String source, long sequence, Object value, long epoch) {}
