package io.otalite.api.publication;

import java.util.Locale;

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

    public StoreUnavailableException(Reason reason) {
        super(message(reason));
        this.reason = reason;
    }

    public StoreUnavailableException(Reason reason, Throwable cause) {
        super(message(reason), cause);
        this.reason = reason;
    }

    private static String message(Reason reason) {
        return "The store is " + reason.name().toLowerCase(Locale.ROOT);
    }

    public Reason reason() {
        return reason;
    }
}
