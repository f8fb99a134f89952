package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A public key as root metadata lists it (TUF 4.2.2). Keys of types this library cannot use are kept, not refused: a
 * root may mix types, and such a key simply never verifies anything.
 *
 * @param publicHex for Ed25519 64 hexadecimal digits; for other types the text of {@code keyval.public}, empty when
 *     there is none
 */
public record PublicKey(String keyType, String scheme, String publicHex) {

    private static final String ED25519 = "ed25519";

    /** An Ed25519 key from its 32 raw bytes. */
    public static PublicKey ed25519(byte[] raw) {
        if (raw.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new InvalidValueException("an Ed25519 public key", "32 bytes", raw.length + " bytes");
        }
        return new PublicKey(ED25519, ED25519, Hex.encode(raw));
    }

    static PublicKey parse(Members key) {
        return new PublicKey(
                key.text("keytype"),
                key.text("scheme"),
                key.object("keyval").optionalText("public").orElse(""));
    }

    /** The key object of TUF 4.2.2. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", keyType).put("scheme", scheme);
        json.putObject("keyval").put("public", publicHex);
        return json;
    }

    /** The digest of the canonical form of {@link #toJson} (TUF 4.2.1). */
    public KeyId keyId() {
        return new KeyId(Sha256.of(CanonicalJson.encode(toJson())).hex());
    }

    /** Whether this key made the signature; false, never an exception, for unusable keys and malformed signatures. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (!isUsableEd25519()) {
            return false;
        }
        Ed25519PublicKeyParameters key;
        try {
            key = new Ed25519PublicKeyParameters(Hex.decode(publicHex));
        } catch (IllegalArgumentException notAPointOfTheCurve) {
            return false;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private boolean isUsableEd25519() {
        return keyType.equals(ED25519)
                && scheme.equals(ED25519)
                && publicHex.length() == 2 * Ed25519PublicKeyParameters.KEY_SIZE
                && Hex.isLowerCase(publicHex);
    }
}
