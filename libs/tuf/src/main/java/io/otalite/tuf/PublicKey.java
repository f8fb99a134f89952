package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A public key as metadata lists it (TUF 4.2.2). Keys that this library cannot use are kept, not refused: a root may mix
 * types, and such a key simply never verifies anything. Usable are
 *
 * <ul>
 *   <li>{@code ed25519} with scheme {@code ed25519}: 64 hexadecimal digits,
 *   <li>{@code ecdsa}, also spelt {@code ecdsa-sha2-nistp256}, with scheme {@code ecdsa-sha2-nistp256}: PEM,
 *   <li>{@code rsa} with scheme {@code rsassa-pss-sha256}: PEM, at least 2048 bits.
 * </ul>
 *
 * @param scheme empty in a dialect in which keys do not name theirs and the type has none that is known
 * @param text the text of {@code keyval.public}, empty when there is none
 */
public record PublicKey(String keyType, String scheme, String text, UnknownMembers unrecognised) {

    private static final Set<String> VALUE = Set.of("public");

    public PublicKey(String keyType, String scheme, String text) {
        this(keyType, scheme, text, UnknownMembers.NONE);
    }

    /** An Ed25519 key from its 32 raw bytes. */
    public static PublicKey ed25519(byte[] raw) {
        return Ed25519VerifyingKey.listed(raw);
    }

    /** An ECDSA key on P-256 or an RSA key of at least 2048 bits; {@link InvalidValueException} for any other. */
    public static PublicKey of(java.security.PublicKey key) {
        return JdkAlgorithm.of(key).listed(key);
    }

    /**
     * A key of any usable type from the text that OpenSSL writes (RFC 7468 13).
     *
     * @throws InvalidValueException when it is no public key, or none that can be used; it does not repeat the text, which
     *     may be a private key by mistake
     */
    public static PublicKey ofPem(String pem) {
        return Pem.decode(pem)
                .flatMap(PublicKey::ofSubjectPublicKeyInfo)
                .orElseThrow(() -> new InvalidValueException(
                        "a public key in PEM",
                        "\"-----BEGIN PUBLIC KEY-----\" with an Ed25519, P-256 or RSA key of at least 2048 bits",
                        "text of %d characters that is none".formatted(pem.length())));
    }

    private static Optional<PublicKey> ofSubjectPublicKeyInfo(byte[] der) {
        return Ed25519VerifyingKey.rawKey(der)
                .map(PublicKey::ed25519)
                .or(() -> Arrays.stream(JdkAlgorithm.values())
                        .flatMap(algorithm -> algorithm.decode(der).map(algorithm::listed).stream())
                        .findFirst());
    }

    static PublicKey parse(Members key, String keyType, String scheme, Set<String> known) {
        Members value = key.object("keyval");
        if (value.has("private")) {
            throw value.refused("private", "is a private key; it must not be published");
        }
        return new PublicKey(
                keyType,
                scheme,
                value.optionalText("public").orElse(""),
                UnknownMembers.of(key, known).and("keyval", UnknownMembers.of(value, VALUE)));
    }

    static SortedMap<KeyId, PublicKey> parseAll(Members keys, Dialect dialect) {
        SortedMap<KeyId, PublicKey> parsed = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : keys.entries()) {
            KeyId keyId = keys.at(entry.getKey(), () -> new KeyId(entry.getKey()));
            parsed.put(keyId, dialect.parseKey(keys.object(entry.getKey())));
        }
        return Collections.unmodifiableSortedMap(parsed);
    }

    static ObjectNode toJson(Map<KeyId, PublicKey> keys, Dialect dialect) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        keys.forEach((keyId, key) -> json.set(keyId.hex(), dialect.toJson(key)));
        return json;
    }

    /** Adds what every dialect writes alike. */
    void addValue(ObjectNode json) {
        ObjectNode value = json.putObject("keyval");
        if (!text.isEmpty()) {
            value.put("public", text);
        }
        unrecognised.addTo(json);
    }

    /** The key's name in the dialect of the specification. */
    public KeyId keyId() {
        return Dialect.TUF.keyId(this);
    }

    /** Whether this key made the signature; false, never an exception, for unusable keys and malformed signatures. */
    public boolean verifies(byte[] message, byte[] signature) {
        return VerifyingKey.of(this)
                .filter(key -> key.verifies(message, signature))
                .isPresent();
    }
}
