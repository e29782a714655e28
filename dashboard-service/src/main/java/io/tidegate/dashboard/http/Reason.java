package io.tidegate.dashboard.http;

import java.util.Locale;

/** Why the interface says no. */
public enum Reason {
    /** A parameter or a header is not what is wanted there. */
    INVALID_PARAMETER(400, "a parameter is not valid"),
    /** The body is not the JSON that is wanted. */
    MALFORMED(400, "the body cannot be read"),
    /** The position that a stream is to go on from is none of this log. */
    INVALID_POSITION(400, "the position is not one of this log"),
    /** There is nothing at this address. */
    NOT_FOUND(404, "there is nothing here"),
    /** There is no deployment of this id. */
    UNKNOWN_DEPLOYMENT(404, "there is no such deployment"),
    /** There is no command of this id, or it is forgotten. */
    UNKNOWN_COMMAND(404, "there is no such command"),
    /** This cannot be done with what is at this address. */
    METHOD_NOT_ALLOWED(405, "this cannot be done here"),
    /** What is there cannot be had in the form that is asked for. */
    NOT_ACCEPTABLE(406, "it cannot be had in this form"),
    /** There was a deployment of this id before. */
    ALREADY_EXISTS(409, "there is such a deployment already"),
    /** The body is larger than is read. */
    TOO_LARGE(413, "the body is too large"),
    /** The body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "the body is of another type than is wanted"),
    /** The estate's document has findings. */
    INVALID_ESTATE(422, "the estate has findings"),
    /** The request cannot be carried out as it is. */
    INVALID_REQUEST(422, "the request cannot be carried out"),
    /** The idempotency key was used for something else. */
    KEY_REUSED(422, "the idempotency key was used for something else"),
    /** It failed for a reason that is not the client's. */
    FAULT(500, "something went wrong here"),
    /** The log is still being read from its beginning. */
    NOT_CAUGHT_UP(503, "the log is still being read"),
    /** The log does not answer. */
    LOG_SILENT(503, "the log does not answer"),
    /** As many follow the stream as may at once. */
    TOO_MANY_FOLLOWERS(503, "too many follow the stream"),
    /** What was sent on a stream was not accepted in time. */
    TOO_SLOW(503, "what was sent was not accepted in time");

    private final int status;
    private final String title;

    Reason(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The word in problems, and on what ends a stream. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
