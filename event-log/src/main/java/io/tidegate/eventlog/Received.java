package io.tidegate.eventlog;

import io.tidegate.schemas.envelope.Envelope;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that was read.
 *
 * @param topic the topic's name in this region, with the origin's prefix where it is a replica
 */
public record Received(String topic, int partition, long offset, String key, Envelope envelope, SpecificRecord value) {}
