package io.otalite.rotation.audit;

/** An audit that could not be made; the message says what to change. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AuditException(String message) {
        super(message);
    }

    public AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
