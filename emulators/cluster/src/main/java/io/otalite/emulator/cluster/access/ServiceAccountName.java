package io.otalite.emulator.cluster.access;

import io.otalite.emulator.cluster.admission.Caller;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A service account, and who it is as a caller. */
public record ServiceAccountName(String namespace, String name) {
    private static final String PREFIX = "system:serviceaccount:";
    private static final Pattern USERNAME = Pattern.compile(PREFIX + "([^:]+):([^:]+)");

    /** Empty for the name of another kind of caller. */
    public static Optional<ServiceAccountName> parse(String username) {
        var matcher = USERNAME.matcher(username);
        return matcher.matches()
                ? Optional.of(new ServiceAccountName(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    public String username() {
        return PREFIX + namespace + ":" + name;
    }

    /** @param uid empty when only the name is known */
    public Caller caller(String uid) {
        return new Caller(
                username(),
                uid,
                List.of(Groups.SERVICE_ACCOUNTS, Groups.SERVICE_ACCOUNTS + ":" + namespace, Groups.AUTHENTICATED));
    }
}
