package io.otalite.benchmarks.load;

/** A measurement that cannot be made; what is measured being slow or refusing requests is a result, and not this. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
