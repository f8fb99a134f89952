package io.otalite.system.judge.ats;

import java.util.Locale;

/** The four roles, with what a device is willing to download for each. */
enum Role {
    ROOT("Root", 64 << 10),
    TIMESTAMP("Timestamp", 64 << 10),
    SNAPSHOT("Snapshot", 64 << 10),
    TARGETS("Targets", 8 << 20);

    private final String type;
    private final int limit;

    Role(String type, int limit) {
        this.type = type;
        this.limit = limit;
    }

    /** {@code _type} of its documents. */
    String type() {
        return type;
    }

    /** Bytes. */
    int limit() {
        return limit;
    }

    /** Its name among the {@code roles} of a root. */
    String member() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its file; that of a root has the version before it. */
    String file() {
        return member() + ".json";
    }
}
