package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Signed claims (RFC 7519) with ES256 (RFC 7518 3.4), the only algorithm that is made or accepted. */
final class Jwt {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final int PARTS = 3;

    private final KeyPair key;

    Jwt(KeyPair key) {
        this.key = key;
    }

    String sign(ObjectNode claims) {
        var header = JSON.createObjectNode().put("alg", "ES256").put("typ", "JWT");
        var signed = encode(bytes(header)) + "." + encode(bytes(claims));
        return signed + "." + encode(signature(signed, key.getPrivate()));
    }

    /** The claims of a token that was signed with this key; empty for any other text. */
    Optional<JsonNode> verify(String token) {
        var parts = List.of(token.split("\\.", -1));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        try {
            var isGood =
                    JSON.readTree(decode(parts.get(0))).path("alg").asText().equals("ES256")
                            && isSignature(decode(parts.get(2)), parts.get(0) + "." + parts.get(1), key.getPublic());
            return isGood ? Optional.of(JSON.readTree(decode(parts.get(1)))) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] signature(String signed, PrivateKey key) {
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK signs with P-256", e);
        }
    }

    private static boolean isSignature(byte[] signature, String signed, PublicKey key) {
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }
}
