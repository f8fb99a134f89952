package io.otalite.backup;

/** The base of every failure of this service, so that its outermost loops can tell them from defects. */
public abstract class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected BackupException(String message) {
        super(message);
    }

    protected BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
