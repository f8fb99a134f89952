package io.otalite.api.signing;

/** The keys cannot be reached now: their store, or the service that holds the key-encryption key, does not answer. */
public final class KeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a cause, where that might quote what a key service has said. */
    public KeysUnavailableException(String message) {
        super(message);
    }

    public KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
