package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Issued;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rotation has to know and nobody else may: kept encrypted, and wiped at its end.
 *
 * @param intent what the issuer wants to be told again after a crash
 * @param issued the new credential
 * @param observed SHA-256 of the entries that are to be replaced, in hexadecimal, by the id of the Secret and the name of the entry: a
 *     password that can be guessed can be found by its digest. Left out by a version that has none
 * @param previous the entries that are replaced, by the id of the Secret and the name of the entry
 */
public record Confidential(
        Optional<Bytes> intent,
        Optional<Issued> issued,
        Map<String, Map<String, String>> observed,
        Map<String, Map<String, Bytes>> previous) {
    public static final Confidential NOTHING = new Confidential(Optional.empty(), Optional.empty(), Map.of(), Map.of());

    public Confidential {
        observed = Map.copyOf(Objects.requireNonNullElse(observed, Map.of()));
        previous = Map.copyOf(previous);
    }

    /** What is known before anything is made. */
    public Confidential with(Bytes intended, Map<String, Map<String, String>> seen) {
        return new Confidential(Optional.of(intended), issued, seen, previous);
    }

    public Confidential withIssued(Issued value) {
        return new Confidential(intent, Optional.of(value), observed, previous);
    }

    public Confidential withPrevious(Map<String, Map<String, Bytes>> value) {
        return new Confidential(intent, issued, observed, value);
    }

    /** SHA-256 of what was observed in the entries of a destination, by their names. */
    Map<String, String> observed(Destination destination) {
        return observed.getOrDefault(destination.secret().id(), Map.of());
    }

    @Override
    public String toString() {
        return "Confidential[redacted]";
    }
}
