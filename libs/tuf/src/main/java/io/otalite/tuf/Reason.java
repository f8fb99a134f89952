package io.otalite.tuf;

/** The kind of attack or fault because of which metadata is refused; the names are stable. */
public enum Reason {
    /** Fewer valid signatures than the role's threshold. */
    SIGNATURE_THRESHOLD,
    /** Older than what is trusted already, or not the next root. */
    ROLLBACK,
    /** Expired when the walk began. */
    EXPIRED,
    /** Not the bytes or the version that the parent document lists. */
    MISMATCH,
    /** Not served, although it must be there. */
    MISSING,
    /** Not metadata at all, or not of a form this library accepts. */
    MALFORMED,
    /** Longer than a client reads. */
    TOO_LARGE,
    /** Metadata of another role. */
    WRONG_TYPE
}
