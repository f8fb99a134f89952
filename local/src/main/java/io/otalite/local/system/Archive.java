package io.otalite.local.system;

/** The names in the Google emulator that belong to the local archive. */
public final class Archive {
    public static final String PROJECT = "ota-local";
    public static final String BUCKET = "ota-archive";
    public static final String SERVICE_ACCOUNT = "backup@ota-local.iam.gserviceaccount.com";

    /** The Secret with the key of that account. */
    public static final String CREDENTIAL = "archive-credential";

    private Archive() {}
}
