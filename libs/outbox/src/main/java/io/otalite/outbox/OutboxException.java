package io.otalite.outbox;

import org.jspecify.annotations.Nullable;

/** The outbox could not be written, read or relayed. */
public final class OutboxException extends RuntimeException {

    OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
