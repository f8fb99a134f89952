package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Characters;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The image repository of ota-tuf as its readers know it: libaktualizr, which re-serialises what it verifies, and the
 * Go clients, which verify the served bytes. What both understand alike is written; what they spell differently, such
 * as text outside ASCII, is refused. File sizes are the limits of libaktualizr.
 */
final class AtsDialect extends Dialect {

    private static final Set<String> KEY = Set.of("keytype", "keyval");
    private static final List<String> METHODS = List.of("ed25519", "rsassa-pss-sha256", "rsassa-pss");
    private static final Pattern ROOT_FILE = Pattern.compile("([0-9]+\\.)?root\\.json");
    private static final int LARGEST_SMALL_FILE = 64 * 1024;
    private static final int LARGEST_TARGETS = 8 * 1024 * 1024;

    AtsDialect() {
        super("ats");
    }

    /** Sorted compact JSON, in which the newlines of a PEM key are escaped. */
    @Override
    public byte[] canonical(JsonNode signed) {
        return CanonicalJson.encodeAscii(signed);
    }

    /** The digest of the key's DER SubjectPublicKeyInfo. */
    @Override
    public KeyId keyId(PublicKey key) {
        String type = keyType(key);
        VerifyingKey usable = VerifyingKey.of(key)
                .orElseThrow(() -> new InvalidValueException("a key", "of the type " + type, "none that can be used"));
        return new KeyId(usable.subjectPublicKeyInfo().sha256().hex());
    }

    @Override
    boolean consistentSnapshots() {
        return false;
    }

    @Override
    String fileName(DelegationName role) {
        return "delegations/" + role.encoded() + ".json";
    }

    /** Snapshots of this dialect may list the root as well. */
    @Override
    boolean isTargetsFile(String listed) {
        return !ROOT_FILE.matcher(listed).matches();
    }

    @Override
    String type(RoleName role) {
        return role.json().substring(0, 1).toUpperCase(Locale.ROOT)
                + role.json().substring(1);
    }

    @Override
    Optional<String> specification() {
        return Optional.empty();
    }

    @Override
    Characters characters() {
        return Characters.ASCII_TEXT;
    }

    /** Types are written in upper case and read in any; the scheme follows from the type. */
    @Override
    PublicKey parseKey(Members key) {
        String type = key.text("keytype");
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "ed25519" -> PublicKey.parse(key, "ed25519", "ed25519", KEY);
            case "rsa" -> PublicKey.parse(key, "rsa", "rsassa-pss-sha256", KEY);
            default -> PublicKey.parse(key, type, "", KEY);
        };
    }

    @Override
    ObjectNode toJson(PublicKey key) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", key.scheme().isEmpty() ? key.keyType() : keyType(key));
        key.addValue(json);
        return json;
    }

    private static String keyType(PublicKey key) {
        return switch (key.scheme()) {
            case "ed25519" -> "ED25519";
            case "rsassa-pss-sha256" -> "RSA";
            default ->
                throw new InvalidValueException(
                        "a key of the dialect ats", "ed25519 or rsassa-pss-sha256", Excerpt.of(key.scheme()));
        };
    }

    /** Base64. An entry whose method a device does not know makes it refuse the whole file. */
    @Override
    Bytes parseSignature(Members entry) {
        String method = entry.text("method");
        if (!METHODS.contains(method.toLowerCase(Locale.ROOT))) {
            throw entry.refused("method", "must be one of " + METHODS + ", found " + Excerpt.of(method));
        }
        try {
            return Bytes.owning(Base64.getDecoder().decode(entry.text("sig")));
        } catch (IllegalArgumentException notBase64) {
            return Bytes.EMPTY;
        }
    }

    @Override
    ObjectNode signatureEntry(PublicKey key, byte[] signature) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("keyid", keyId(key).hex())
                .put("method", key.scheme())
                .put("sig", Base64.getEncoder().encodeToString(signature));
    }

    @Override
    long largestThreshold() {
        return 1000;
    }

    @Override
    boolean timestampListsLengthAndHashes() {
        return true;
    }

    @Override
    int largestFile(RoleName role) {
        return switch (role) {
            case ROOT, TIMESTAMP, SNAPSHOT -> LARGEST_SMALL_FILE;
            case TARGETS -> LARGEST_TARGETS;
        };
    }
}
