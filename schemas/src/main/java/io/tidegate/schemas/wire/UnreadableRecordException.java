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
        /** It has no key or no value. */
        EMPTY("empty"),
        /** Its value does not begin with a zero byte and four bytes of a schema's id. */
        BAD_FRAMING("bad_framing"),
        /** The registry knows no schema of its id. */
        UNKNOWN_SCHEMA("unknown_schema"),
        /** Its bytes do not fit its schema. */
        MALFORMED("malformed"),
        /** It is a record of the contract, but of another topic. */
        WRONG_TYPE("wrong_type"),
        /** It lacks what its reader needs, or contradicts itself. */
        INCOMPLETE("incomplete"),
        /** It could be read, but what it says made its reader fail. */
        FAULT("fault");

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
