package io.otalite.api.publication;

/**
 * The signed candidate would be refused by a device: a fault of this service or of its keys, never of the request. Nothing
 * was written.
 */
public final class CandidateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CandidateRefusedException(String message) {
        super(message);
    }
}
