package io.otalite.emulator.google.iam;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * The public half of a key and whether it counts. A file of an earlier version says neither a reason nor an origin.
 *
 * @param id the {@code kid} of assertions signed with it, 40 hexadecimal characters
 * @param publicKey X.509 SubjectPublicKeyInfo of an RSA key in base64
 * @param disableReason why, as long as it is disabled
 */
public record ServiceAccountKey(
        String id,
        String publicKey,
        Instant validAfter,
        boolean disabled,
        DisableReason disableReason,
        KeyOrigin origin) {
    public ServiceAccountKey {
        disableReason = Objects.requireNonNullElse(disableReason, DisableReason.USER_INITIATED);
        origin = origin == null ? KeyOrigin.ofEarlierVersion(validAfter) : origin;
    }

    /** An enabled one. */
    ServiceAccountKey(String id, String publicKey, Instant validAfter, KeyOrigin origin) {
        this(id, publicKey, validAfter, false, DisableReason.USER_INITIATED, origin);
    }

    /** Whether an assertion signed with it counts at that moment. */
    public boolean countsAt(Instant now) {
        return !disabled
                && !now.isBefore(validAfter)
                && !now.isBefore(origin.countsFrom())
                && now.isBefore(origin.validBefore());
    }

    /** Length of the modulus. */
    int rsaBits() {
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey));
            var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
            return key.getModulus().bitLength();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Key %s is stored with another public half than one of RSA".formatted(id), e);
        }
    }

    ServiceAccountKey disabledFor(DisableReason reason) {
        return new ServiceAccountKey(id, publicKey, validAfter, true, reason, origin);
    }

    ServiceAccountKey enabled() {
        return new ServiceAccountKey(id, publicKey, validAfter, origin);
    }
}
