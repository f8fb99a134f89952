package io.otalite.backup.hold;

import io.otalite.backup.BackupException;

/** Something outside could not answer now; the same question may be answered later, so the asker waits. */
public final class UnavailableException extends BackupException {
    private static final long serialVersionUID = 1;

    private final HoldCause holdCause;
    private final String detail;

    /** @param detail for an operator: what did not answer and how; never a credential or a token */
    public UnavailableException(HoldCause holdCause, String detail) {
        super(detail);
        this.holdCause = holdCause;
        this.detail = detail;
    }

    /** @param detail for an operator: what did not answer and how; never a credential or a token */
    public UnavailableException(HoldCause holdCause, String detail, Throwable cause) {
        super(detail, cause);
        this.holdCause = holdCause;
        this.detail = detail;
    }

    public HoldCause holdCause() {
        return holdCause;
    }

    public String detail() {
        return detail;
    }
}
