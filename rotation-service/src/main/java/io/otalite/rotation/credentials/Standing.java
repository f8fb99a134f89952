package io.otalite.rotation.credentials;

/** What its issuer would make of a credential that is presented. */
public enum Standing {
    ENABLED,
    /** Refused, and can be enabled again. */
    DISABLED,
    /** Refused for ever. */
    GONE
}
