package io.tidegate.eventlog;

import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a topology whose thread met a fault: another thread takes its place and goes on at what was last
 * committed. Left to itself, Kafka Streams would stop for good at the first silence of the registry.
 */
public final class StartAgain implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StartAgain.class);

    @Override
    public StreamThreadExceptionResponse handle(Throwable fault) {
        LOG.error("a thread of the topology ended; another one goes on at what was last committed", fault);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
