package io.otalite.api.repositoryimport;

import java.util.Objects;

/** The files are no repository that devices would accept or that can go on here. Nothing was written. */
public final class ImportRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String where;

    /** @param where JSON pointer into the request's body */
    public ImportRefusedException(String where, String message) {
        super(message);
        this.where = where;
    }

    public String where() {
        return where;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
