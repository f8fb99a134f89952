package io.otalite.local.postgres;

/** Postgres cannot be made to run on this machine; the message says why, and what to do. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
