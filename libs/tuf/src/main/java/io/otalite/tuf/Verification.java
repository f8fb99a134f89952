package io.otalite.tuf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who signed a file for a role, who did not, and whether that suffices. It is a value, so that a screen, a metric and a
 * rule read the same answer. Only keys of the role count, each once: a key listed under two keyids is one signer, and
 * signatures of unknown keys are ignored (TUF 4.2.1).
 *
 * @param threshold how many keys are needed
 * @param signedBy the role's keys with a valid signature, in the role's order
 * @param missing the role's other keys
 */
public record Verification(int threshold, List<KeyId> signedBy, List<KeyId> missing) {

    public Verification {
        signedBy = List.copyOf(signedBy);
        missing = List.copyOf(missing);
    }

    /** Judges the file's signatures by the keys and the threshold that the trusted root gives the role. */
    public static Verification of(SignedMetadata metadata, Root trusted, RoleName role) {
        return trusted.authority(role).judge(metadata);
    }

    static Verification of(SignedMetadata metadata, Map<KeyId, PublicKey> keys, RoleKeys role) {
        byte[] message = metadata.canonicalSigned();
        Set<Bytes> counted = new HashSet<>();
        List<KeyId> signedBy = new ArrayList<>();
        List<KeyId> missing = new ArrayList<>();
        for (KeyId keyId : role.keyIds()) {
            Bytes signature = metadata.signatures().get(keyId);
            boolean valid = signature != null
                    && Optional.ofNullable(keys.get(keyId))
                            .flatMap(VerifyingKey::of)
                            .filter(key -> key.verifies(message, signature.shared()))
                            .filter(key -> counted.add(key.subjectPublicKeyInfo()))
                            .isPresent();
            (valid ? signedBy : missing).add(keyId);
        }
        return new Verification(role.threshold(), signedBy, missing);
    }

    /** Whether enough keys signed. */
    public boolean verified() {
        return signedBy.size() >= threshold;
    }

    /** How many more keys must sign. */
    public int lacking() {
        return Math.max(0, threshold - signedBy.size());
    }
}
