package io.otalite.emulator.cluster.admission;

import java.util.List;

/**
 * Who makes a request.
 *
 * @param uid empty when the name is all there is
 */
public record Caller(String username, String uid, List<String> groups) {
    public Caller {
        groups = List.copyOf(groups);
    }
}
