package io.otalite.emulator.google.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A signed token taken apart (RFC 7515 3.1), not yet believed. The signature is judged over the bytes that came. */
final class Jwt {
    private final ObjectNode header;
    private final ObjectNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private Jwt(ObjectNode header, ObjectNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Empty when the text is not three parts of base64url with JSON objects in the first two. */
    static Optional<Jwt> parse(String text) {
        var parts = List.of(text.split("\\.", -1));
        if (parts.size() != 3) {
            return Optional.empty();
        }
        try {
            var signed = (parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(new Jwt(object(parts.get(0)), object(parts.get(1)), signed, decode(parts.get(2))));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(String part) throws IOException {
        return Json.parseObject(decode(part));
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    String algorithm() {
        return text(header, "alg");
    }

    String keyId() {
        return text(header, "kid");
    }

    /** A claim that is a string; empty text when it is absent or something else. */
    String claim(String name) {
        return text(claims, name);
    }

    /** A claim in seconds since the epoch; empty when it is absent or no whole number. */
    Optional<Long> seconds(String name) {
        var value = claims.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /** Whether the RSA key with this SubjectPublicKeyInfo signed it with SHA-256. */
    boolean isSignedBy(String publicKey) {
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey));
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static String text(JsonNode object, String name) {
        var value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
