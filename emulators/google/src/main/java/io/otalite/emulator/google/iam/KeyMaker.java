package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;

/** Makes pairs of keys, and the files that hold their private halves in the form Google's client libraries read. */
public final class KeyMaker {
    private static final int RSA_BITS = 2048;
    private static final int ID_BYTES = 20;

    private final SecureRandom random;
    private final String project;
    private final String tokenUri;

    /** @param tokenUri where the holder of a file is to exchange its assertions */
    public KeyMaker(SecureRandom random, String project, String tokenUri) {
        this.random = random;
        this.project = project;
        this.tokenUri = tokenUri;
    }

    String tokenUri() {
        return tokenUri;
    }

    /**
     * Makes a key for an account; nothing of it is stored.
     *
     * @param countsFrom when it will be known at the token endpoint
     */
    NewKey make(ServiceAccount account, Instant now, Instant countsFrom) {
        var pair = generate();
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var validAfter = now.truncatedTo(ChronoUnit.SECONDS);
        var certificate =
                SelfSignedCertificate.of(pair, account.uniqueId(), new BigInteger(1, id), validAfter, KeyOrigin.NEVER);
        var key = new ServiceAccountKey(
                HexFormat.of().formatHex(id),
                base64(pair.getPublic().getEncoded()),
                validAfter,
                new KeyOrigin(KeyOrigin.Kind.GOOGLE_PROVIDED, KeyOrigin.NEVER, countsFrom, base64(certificate)));
        return new NewKey(key, keyFile(account, key, pair.getPrivate()));
    }

    private ObjectNode keyFile(ServiceAccount account, ServiceAccountKey key, PrivateKey privateKey) {
        return Json.object()
                .put("type", "service_account")
                .put("project_id", project)
                .put("private_key_id", key.id())
                .put("private_key", Pem.of("PRIVATE KEY", privateKey.getEncoded()))
                .put("client_email", account.email())
                .put("client_id", account.uniqueId())
                .put("token_uri", tokenUri)
                .put("universe_domain", "googleapis.com");
    }

    private KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
