package io.tidegate.eventlog;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Passes everything on: the named end of the part that the Streams DSL builds, to which the rest is joined. */
public final class Passing extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
        context().forward(record);
    }
}
