package io.otalite.emulator.cluster.access;

/** The groups that Kubernetes itself puts callers into. */
public final class Groups {
    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";
    public static final String SERVICE_ACCOUNTS = "system:serviceaccounts";

    private Groups() {}
}
