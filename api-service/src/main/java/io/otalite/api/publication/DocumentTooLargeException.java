package io.otalite.api.publication;

import io.otalite.events.DocumentIdentity;
import java.util.Objects;

/** A document would be larger than the factory's clients read. Nothing was written. */
public final class DocumentTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DocumentIdentity identity;

    DocumentTooLargeException(DocumentIdentity identity, String message) {
        super(message);
        this.identity = identity;
    }

    public DocumentIdentity identity() {
        return identity;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
