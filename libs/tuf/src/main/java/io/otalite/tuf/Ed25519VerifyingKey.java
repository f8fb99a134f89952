package io.otalite.tuf;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A point of the curve Ed25519 (RFC 8032), by Bouncy Castle's low-level classes. */
record Ed25519VerifyingKey(Ed25519PublicKeyParameters point) implements VerifyingKey {

    private static final String NAME = "ed25519";

    /** What stands before the 32 bytes of the key in DER (RFC 8410 4). */
    private static final String DER_PREFIX = "302a300506032b6570032100";

    static PublicKey listed(byte[] raw) {
        if (raw.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new InvalidValueException("an Ed25519 public key", "32 bytes", raw.length + " bytes");
        }
        return new PublicKey(NAME, NAME, Hex.encode(raw));
    }

    /** The 32 bytes of the key in a DER SubjectPublicKeyInfo, if it is one of this curve. */
    static Optional<byte[]> rawKey(byte[] subjectPublicKeyInfo) {
        byte[] prefix = Hex.decode(DER_PREFIX);
        int length = prefix.length + Ed25519PublicKeyParameters.KEY_SIZE;
        return subjectPublicKeyInfo.length == length
                        && Arrays.equals(subjectPublicKeyInfo, 0, prefix.length, prefix, 0, prefix.length)
                ? Optional.of(Arrays.copyOfRange(subjectPublicKeyInfo, prefix.length, length))
                : Optional.empty();
    }

    static boolean isListedIn(PublicKey key) {
        return key.keyType().equals(NAME) && key.scheme().equals(NAME);
    }

    static Optional<VerifyingKey> of(String hex) {
        if (hex.length() != 2 * Ed25519PublicKeyParameters.KEY_SIZE || !Hex.isLowerCase(hex)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Ed25519VerifyingKey(new Ed25519PublicKeyParameters(Hex.decode(hex))));
        } catch (IllegalArgumentException notAPointOfTheCurve) {
            return Optional.empty();
        }
    }

    @Override
    public Bytes subjectPublicKeyInfo() {
        return Bytes.owning(Hex.decode(DER_PREFIX + Hex.encode(point.getEncoded())));
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, point);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }
}
