package io.otalite.backup.hold;

import io.otalite.backup.BackupException;

/** The process ends while something still waits; what waited is neither done nor lost and is met again at the next start. */
public final class ShuttingDownException extends BackupException {
    private static final long serialVersionUID = 1;

    ShuttingDownException(String what) {
        super("Shutting down while " + what + " waits");
    }
}
