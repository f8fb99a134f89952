package io.otalite.local.rotation;

/** rotation-service did not do what it was asked. The message is one line for the person who asked. */
public final class RotationServiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What that means for whoever asked. */
    public enum Kind {
        /** It says no. */
        REFUSED,
        /** It does not understand the question, does not know what it is about, or does not know who asks. */
        NOT_UNDERSTOOD,
        /** Nobody answers, or not now. */
        NO_ANSWER
    }

    private final Kind kind;

    RotationServiceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    RotationServiceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
