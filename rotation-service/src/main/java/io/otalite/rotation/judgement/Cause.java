package io.otalite.rotation.judgement;

import java.util.Locale;

/** Why a verdict is not OK. The words are stable: programs and alerts may depend on them. */
public enum Cause {
    OBJECT_MISSING,
    KEY_MISSING,
    /** Another object is there whose controller makes it. */
    NOT_MADE_YET,
    /** It is deleted already, and only its finalizers keep it. */
    OBJECT_VANISHING,
    /** The object whose controller writes it says that it cannot. */
    PRODUCER_FAILING,
    NOT_VISIBLE,
    /** A required reference serves a feature that was declared to be optional. */
    SHOULD_BE_OPTIONAL,
    NOT_MOUNTABLE,
    CLAIM_LOST,
    IMAGE_ABSENT,
    IMAGE_DENIED,
    IMAGE_UNREACHABLE,
    GOOGLE_ACCOUNT_DISABLED,
    GOOGLE_KEY_DISABLED,
    GOOGLE_KEY_EXPIRED,
    GOOGLE_KEY_EXPIRES,
    GOOGLE_KEY_UNKNOWN,
    KEY_FILE_MALFORMED,
    VALUE_STALE,
    QUOTA_EXHAUSTED,
    NO_NODE,
    SCHEDULING_GATED,
    /** The guard could not tell in time whether something in use would go, and let it go. */
    GUARD_FAILED_OPEN;

    /** In REST, events and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
