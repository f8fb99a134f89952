package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Issued;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * What a rotation has to know and nobody else may: kept encrypted, and wiped at its end.
 *
 * @param intent what the issuer wants to be told again after a crash
 * @param issued the new credential
 * @param previous the entries that are replaced, by the id of the Secret and the name of the entry
 */
public record Confidential(Optional<Bytes> intent, Optional<Issued> issued, Map<String, Map<String, Bytes>> previous) {
    public static final Confidential NOTHING = new Confidential(Optional.empty(), Optional.empty(), Map.of());

    public Confidential {
        previous = Map.copyOf(previous);
    }

    public Confidential withIntent(Bytes value) {
        return new Confidential(Optional.of(value), issued, previous);
    }

    public Confidential withIssued(Issued value) {
        return new Confidential(intent, Optional.of(value), previous);
    }

    public Confidential withPrevious(Map<String, Map<String, Bytes>> value) {
        return new Confidential(intent, issued, value);
    }
}
