package io.tidegate.schemas.wire;

/** The registry did not answer: nothing is known about the bytes, and reading is to be tried again. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
