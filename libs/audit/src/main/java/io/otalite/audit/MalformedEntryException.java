package io.otalite.audit;

import java.util.Objects;

/** A text that is no entry of an audit trail. */
public final class MalformedEntryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedEntryException(String message) {
        super(message);
    }

    MalformedEntryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what is wrong, and where. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
