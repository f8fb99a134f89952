package io.otalite.rotation.credentials;

/** Whose credential stands in an entry of a Secret, as far as can be told. */
public sealed interface Recognition {
    record Known(Subject subject) implements Recognition {}

    /** Nobody's that could be rotated. @param reason for people */
    record Unknown(String reason) implements Recognition {}
}
