package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Characters;
import java.util.Optional;
import java.util.Set;

/** The specification to the letter. File sizes are the limits of python-tuf, go-tuf and tuf-js. */
final class TufDialect extends Dialect {

    private static final Set<String> KEY = Set.of("keytype", "scheme", "keyval");

    TufDialect() {
        super("tuf");
    }

    /** TUF 4.1. */
    @Override
    public byte[] canonical(JsonNode signed) {
        return CanonicalJson.encode(signed);
    }

    /** The digest of the canonical form of the whole key object (TUF 4.2.1). */
    @Override
    public KeyId keyId(PublicKey key) {
        return new KeyId(Sha256.of(canonical(toJson(key))).hex());
    }

    @Override
    boolean consistentSnapshots() {
        return true;
    }

    @Override
    String fileName(DelegationName role) {
        return role.encoded() + ".json";
    }

    @Override
    boolean isTargetsFile(String listed) {
        return true;
    }

    @Override
    String type(RoleName role) {
        return role.json();
    }

    @Override
    Optional<String> specification() {
        return Optional.of("1.0.34");
    }

    @Override
    Characters characters() {
        return Characters.ANY;
    }

    @Override
    PublicKey parseKey(Members key) {
        return PublicKey.parse(key, key.text("keytype"), key.text("scheme"), KEY);
    }

    @Override
    ObjectNode toJson(PublicKey key) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", key.keyType()).put("scheme", key.scheme());
        key.addValue(json);
        return json;
    }

    /** TUF 4.2.1: hexadecimal. */
    @Override
    Bytes parseSignature(Members entry) {
        String hex = entry.text("sig");
        return Hex.isLowerCase(hex) ? Bytes.owning(Hex.decode(hex)) : Bytes.EMPTY;
    }

    @Override
    ObjectNode signatureEntry(PublicKey key, byte[] signature) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("keyid", keyId(key).hex())
                .put("sig", Hex.encode(signature));
    }

    @Override
    long largestThreshold() {
        return Long.MAX_VALUE;
    }

    @Override
    boolean timestampListsLengthAndHashes() {
        return false;
    }

    @Override
    int largestFile(RoleName role) {
        return switch (role) {
            case ROOT -> 512_000;
            case TIMESTAMP -> 16_384;
            case SNAPSHOT -> 2_000_000;
            case TARGETS -> 5_000_000;
        };
    }
}
