package io.otalite.emulator.google.iam;

import java.time.Instant;

/**
 * The public half of a key and whether it counts.
 *
 * @param id the {@code kid} of assertions signed with it, 40 hexadecimal characters
 * @param publicKey X.509 SubjectPublicKeyInfo of an RSA key in base64
 */
public record ServiceAccountKey(String id, String publicKey, Instant validAfter, boolean disabled) {

    ServiceAccountKey withDisabled(boolean value) {
        return new ServiceAccountKey(id, publicKey, validAfter, value);
    }
}
