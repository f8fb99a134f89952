package io.otalite.emulator.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An assertion as Google's library makes it for the token endpoint, unless the test says otherwise. */
final class Assertion {
    static final String GOOGLE = "https://oauth2.googleapis.com/token";

    private final ServiceAccountCredentials key;
    private final Map<String, String> header = new TreeMap<>();
    private final Map<String, String> claims = new TreeMap<>();

    private Assertion(ServiceAccountCredentials key) {
        this.key = key;
        header.put("alg", "\"RS256\"");
        header.put("kid", "\"" + key.getPrivateKeyId() + "\"");
        claim("iss", key.getClientEmail());
        claim("aud", GOOGLE);
        claim("scope", RunningEmulator.READ_WRITE);
        lives(0, 3600);
    }

    static Assertion by(ServiceAccountCredentials key) {
        return new Assertion(key);
    }

    Assertion header(String name, String value) {
        header.put(name, "\"" + value + "\"");
        return this;
    }

    Assertion claim(String name, String value) {
        claims.put(name, "\"" + value + "\"");
        return this;
    }

    Assertion without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** Seconds from now until its begin, and from there to its end. */
    Assertion lives(long issuedIn, long lifetime) {
        var issued = Instant.now().getEpochSecond() + issuedIn;
        claims.put("iat", Long.toString(issued));
        claims.put("exp", Long.toString(issued + lifetime));
        return this;
    }

    String unsigned() {
        return part(header) + "." + part(claims);
    }

    String signed() {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivateKey());
            signature.update(unsigned().getBytes(StandardCharsets.US_ASCII));
            return unsigned() + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String part(Map<String, String> members) {
        var json = members.entrySet().stream()
                .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return encode(json.getBytes(StandardCharsets.UTF_8));
    }
}
