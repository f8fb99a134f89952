package io.otalite.api.publication;

/** The store cannot answer now. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the caller can expect of another try. */
    public enum Reason {
        /** Another publication of the same factory holds its lock for too long. */
        BUSY,
        /** The database is away or refuses. */
        AWAY
    }

    private final Reason reason;

    public StoreUnavailableException(Reason reason, Throwable cause) {
        super("The store is " + reason.name().toLowerCase(java.util.Locale.ROOT), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
