package io.otalite.rotation.credentials.google;

/** Where the private half of a key is made. */
public enum KeyOrigin {
    /** By this service, which gives Google the public half. */
    UPLOAD,
    /** By Google, which gives it in its answer, once. */
    CREATE
}
