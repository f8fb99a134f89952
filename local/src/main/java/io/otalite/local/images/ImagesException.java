package io.otalite.local.images;

/** An image could not be made; the message says of what that is, and what to do. */
public final class ImagesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImagesException(String message) {
        super(message);
    }

    public ImagesException(String message, Throwable cause) {
        super(message, cause);
    }
}
