package io.otalite.rotation.rotations;

/** A rotation is recorded in a form that this version of the service does not know, such as a state of a later one. */
public final class UnreadableRotationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what cannot be read, for people; quotes nothing of it */
    public UnreadableRotationException(String message) {
        super(message);
    }
}
