package io.otalite.rotation.rotations;

/** The API server does not answer, or what came of a call is not known. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
