package io.otalite.emulator.google.access;

import java.util.List;
import java.util.Set;

/** The OAuth scopes of a token: they bound what a token may do, whatever its account may do. */
public record Scopes(Set<String> values) {
    private static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final String EVERYTHING = PREFIX + "cloud-platform";
    private static final Set<String> IAM = Set.of(EVERYTHING, PREFIX + "iam");
    private static final Set<String> MONITORING = Set.of(EVERYTHING, PREFIX + "monitoring", PREFIX + "monitoring.read");
    private static final Set<String> KMS = Set.of(EVERYTHING, PREFIX + "cloudkms");
    private static final Set<String> STORAGE_WRITE =
            Set.of(EVERYTHING, PREFIX + "devstorage.full_control", PREFIX + "devstorage.read_write");
    private static final Set<String> STORAGE_READ = Set.of(PREFIX + "devstorage.read_only", EVERYTHING + ".read-only");

    public Scopes {
        values = Set.copyOf(values);
    }

    /** Scopes as a JWT carries them: separated by spaces. */
    public static Scopes parse(String text) {
        return new Scopes(Set.copyOf(List.of(text.strip().split(" +", -1))));
    }

    /** Of a credential that names no scope because it is made for this service. */
    public static Scopes everything() {
        return new Scopes(Set.of(EVERYTHING));
    }

    public boolean allow(Permission permission) {
        if (permission.isIam()) {
            return anyOf(IAM);
        }
        if (permission.isMonitoring()) {
            return anyOf(MONITORING);
        }
        if (permission.isKms()) {
            return anyOf(KMS);
        }
        return anyOf(STORAGE_WRITE) || (permission.isRead() && anyOf(STORAGE_READ));
    }

    private boolean anyOf(Set<String> wanted) {
        return values.stream().anyMatch(wanted::contains);
    }
}
