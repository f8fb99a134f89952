package io.otalite.events;

import org.jspecify.annotations.Nullable;

/** The base of every failure this module reports, so that a caller can tell them from failures of its own. */
public abstract class EventException extends RuntimeException {

    protected EventException(String message) {
        super(message);
    }

    protected EventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
