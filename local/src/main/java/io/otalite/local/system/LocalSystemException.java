package io.otalite.local.system;

/** The system cannot run, or is not there to be talked to; the message is for a person and says what to do. */
public class LocalSystemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalSystemException(String message) {
        super(message);
    }

    public LocalSystemException(String message, Throwable cause) {
        super(message, cause);
    }
}
