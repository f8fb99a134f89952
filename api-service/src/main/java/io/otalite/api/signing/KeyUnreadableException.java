package io.otalite.api.signing;

/** A stored private key, or the key-encryption key itself, cannot be used. Its message holds no key material. */
public final class KeyUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeyUnreadableException(String message) {
        super(message);
    }

    public KeyUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
