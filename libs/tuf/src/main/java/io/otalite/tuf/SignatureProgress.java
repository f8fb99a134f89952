package io.otalite.tuf;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far the signing of a new root has come. A root must be signed by the threshold of the root before it and by its
 * own (TUF 5.3.4), and the same signature may count for both; keys that are kept offline sign one at a time, in any
 * order, so somebody has to tell who is still awaited.
 *
 * @param byTrusted what the root before it asks for; empty for a first root
 * @param byCandidate what the new root asks for itself
 */
public record SignatureProgress(Optional<Verification> byTrusted, Verification byCandidate) {

    /** Judges the signatures that the candidate has by now, none included. */
    static SignatureProgress of(Optional<Root> trusted, SignedMetadata candidate) {
        return new SignatureProgress(
                trusted.map(root -> Verification.of(candidate, root, RoleName.ROOT)),
                Verification.of(candidate, Root.parse(candidate), RoleName.ROOT));
    }

    /** Whether both thresholds are met. */
    public boolean complete() {
        return parts().allMatch(Verification::verified);
    }

    /** The keys whose signature would bring a threshold nearer that is not met; the old root's come first. */
    public Set<KeyId> awaited() {
        Set<KeyId> awaited = new LinkedHashSet<>();
        parts().filter(part -> !part.verified()).forEach(part -> awaited.addAll(part.missing()));
        return awaited;
    }

    private Stream<Verification> parts() {
        return Stream.concat(byTrusted.stream(), Stream.of(byCandidate));
    }
}
