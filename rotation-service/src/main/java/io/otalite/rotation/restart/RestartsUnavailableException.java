package io.otalite.rotation.restart;

/** The record of restarts cannot be read or written now. */
public final class RestartsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RestartsUnavailableException(Throwable cause) {
        super("The record of restarts does not answer", cause);
    }
}
