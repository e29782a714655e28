package io.tidegate.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Bytes that are no record of the contract. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public UnreadableRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UnreadableRecordException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, as a reason word of the closed list. */
    public Reason reason() {
        return reason;
    }

    /** Why bytes could not be read. */
    public enum Reason {
        EMPTY("empty"),
        BAD_FRAMING("bad_framing"),
        UNKNOWN_SCHEMA("unknown_schema"),
        MALFORMED("malformed"),
        WRONG_TYPE("wrong_type");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** The word that stands in logs, metrics and dead letters. */
        public String word() {
            return word;
        }
    }
}
