package io.otalite.rotation.credentials;

/** Nobody answers, or what came of a call is not known: to be tried again. The message is for people and holds no secret. */
public class IssuerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IssuerUnavailableException(String message) {
        super(message);
    }

    public IssuerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
