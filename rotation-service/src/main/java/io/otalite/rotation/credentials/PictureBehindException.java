package io.otalite.rotation.credentials;

/** Everything is seen, and not yet as it is now: the next word of the API server is awaited, which comes within a minute or so. */
public final class PictureBehindException extends IssuerUnavailableException {
    private static final long serialVersionUID = 1;

    public PictureBehindException(String message) {
        super(message);
    }
}
