package io.otalite.rotation.rotations;

/** The record of rotations cannot be read or written now. */
public final class RotationsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RotationsUnavailableException(Throwable cause) {
        super("The record of rotations does not answer", cause);
    }
}
