package io.otalite.api.targets;

import java.util.Objects;

/** An edit that cannot be applied to the Targets as they are, or would make Targets that no client can use. */
public final class EditRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why; each stands for one stable problem code. */
    public enum Reason {
        /** The request's body is not of the shape that this operation takes. */
        INVALID_REQUEST,
        /** The edit names a Target that does not exist. */
        UNKNOWN_TARGET,
        /** The edit adds a Target that exists with other content. */
        TARGET_EXISTS,
        /** A merge puts a value of one JSON type where another stands. */
        MERGE_TYPE_MISMATCH,
        /** A Target that clients in the field cannot handle. */
        INVALID_TARGET,
        /** The whole document would be larger than clients read. */
        TARGETS_TOO_LARGE,
        /** The factory would serve more tags than are possible. */
        TOO_MANY_TAGS
    }

    private final Reason reason;
    private final String where;

    /**
     * @param where JSON pointer into the request's body
     * @param message what was expected, what was found, and how to mend it
     */
    public EditRefusedException(Reason reason, String where, String message) {
        super(message);
        this.reason = reason;
        this.where = where;
    }

    public Reason reason() {
        return reason;
    }

    public String where() {
        return where;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
