package io.tidegate.executor.step;

import java.time.Duration;

/** How an operation on a runtime ended. */
public sealed interface Outcome {
    /** It is done, or was done before. */
    record Done(String message) implements Outcome {}

    /**
     * It was not done, and why.
     *
     * @param pause how long the runtime asks to be left alone before the next try; zero where it does not
     */
    record Failed(Reason reason, String message, Duration pause) implements Outcome {
        public Failed(Reason reason, String message) {
            this(reason, message, Duration.ZERO);
        }
    }

    /** It may have been done or not; it is to be observed, never assumed. */
    record Unknown(String message) implements Outcome {}

    /** The closed list of reasons; the same words stand on the wire. */
    enum Reason {
        /** Its replicas did not become ready in time. */
        NOT_READY,
        /** Its replicas crash again and again. */
        CRASH_LOOP,
        /** Its image cannot be fetched. */
        IMAGE_UNAVAILABLE,
        /** A newer order was already obeyed. */
        FENCED,
        /** The runtime does not allow it as things are. */
        REFUSED,
        /** Something else changed the same thing at the same time. */
        CONFLICT,
        /** The runtime does not answer. */
        RUNTIME_UNAVAILABLE,
        /** It came, or would have ended, after its deadline. */
        DEADLINE_EXCEEDED,
        /** The request makes no sense to this executor. */
        INVALID;

        /** Whether the same operation may succeed a moment later. */
        boolean passing() {
            return this == CONFLICT || this == RUNTIME_UNAVAILABLE;
        }
    }
}
