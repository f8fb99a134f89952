package io.otalite.emulator.cluster.access;

import io.otalite.emulator.cluster.admission.Caller;
import java.util.List;

/** A service account, and who it is as a caller. */
record ServiceAccountName(String namespace, String name) {
    private static final String PREFIX = "system:serviceaccount:";

    static ServiceAccountName of(String namespace, String name) {
        return new ServiceAccountName(namespace, name);
    }

    String username() {
        return PREFIX + namespace + ":" + name;
    }

    Caller caller(String uid) {
        return new Caller(
                username(),
                uid,
                List.of(Groups.SERVICE_ACCOUNTS, Groups.SERVICE_ACCOUNTS + ":" + namespace, Groups.AUTHENTICATED));
    }
}
