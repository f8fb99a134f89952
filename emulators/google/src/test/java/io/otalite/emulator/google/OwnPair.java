package io.otalite.emulator.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.emulator.google.iam.SelfSignedCertificate;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A pair of keys that the caller of {@code keys.upload} has made itself. */
record OwnPair(KeyPair pair) {
    static OwnPair rsa(int bits) {
        return new OwnPair(generate("RSA", bits));
    }

    /** An elliptic public half; the certificate is signed with an RSA key, which nobody checks. */
    static OwnPair elliptic() {
        return new OwnPair(new KeyPair(
                generate("EC", 256).getPublic(), generate("RSA", 2048).getPrivate()));
    }

    private static KeyPair generate(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate in PEM that is valid from a minute ago until the end of the time. */
    byte[] certificate(Instant now, Duration life) {
        var der = SelfSignedCertificate.of(pair, "own", BigInteger.ONE, now.minusSeconds(60), now.plus(life));
        return ("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The id that the emulator gives to it. */
    String keyId() {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a key file of the account of {@code other} would give, with this pair. */
    ServiceAccountCredentials credentials(ServiceAccountCredentials other) {
        return (ServiceAccountCredentials) other.toBuilder()
                .setPrivateKeyId(keyId())
                .setPrivateKey(pair.getPrivate())
                .build();
    }
}
