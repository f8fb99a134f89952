package io.otalite.emulator.cluster.admission;

import java.util.List;

/**
 * Who makes a request, as a webhook is told.
 *
 * @param username such as {@code system:serviceaccount:shop:web}
 * @param uid empty when there is none
 */
public record Caller(String username, String uid, List<String> groups) {
    public Caller {
        groups = List.copyOf(groups);
    }
}
