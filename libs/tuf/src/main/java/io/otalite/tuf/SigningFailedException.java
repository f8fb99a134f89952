package io.otalite.tuf;

/** A key that cannot be used now; nothing was signed. */
public final class SigningFailedException extends TufException {

    private static final long serialVersionUID = 1L;

    private final KeyId keyId;

    SigningFailedException(KeyId keyId, Exception cause) {
        super("The key %s cannot sign: %s".formatted(keyId, cause.getMessage()), cause);
        this.keyId = keyId;
    }

    /** The key's name in the dialect of the specification. */
    public KeyId keyId() {
        return keyId;
    }
}
