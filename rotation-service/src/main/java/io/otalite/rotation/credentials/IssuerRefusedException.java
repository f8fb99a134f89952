package io.otalite.rotation.credentials;

/** The issuer says no, and will say no again. The message is for people and holds no secret. */
public final class IssuerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IssuerRefusedException(String message) {
        super(message);
    }

    public IssuerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
