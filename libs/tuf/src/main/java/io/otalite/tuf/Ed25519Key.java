package io.otalite.tuf;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * An Ed25519 private key in memory (RFC 8032). It uses Bouncy Castle's low-level classes, which sign many times faster
 * than the JDK's own and need no provider registered for the whole JVM.
 */
public final class Ed25519Key implements MetadataSigner {

    private final Ed25519PrivateKeyParameters key;
    private final PublicKey publicKey;

    private Ed25519Key(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.publicKey = PublicKey.ed25519(key.generatePublicKey().getEncoded());
    }

    /** A new key from 32 bytes of the given source. */
    public static Ed25519Key generate(SecureRandom random) {
        return new Ed25519Key(new Ed25519PrivateKeyParameters(random));
    }

    /** The key of a stored seed: exactly 32 bytes, else {@link InvalidValueException}. */
    public static Ed25519Key fromSeed(byte[] seed) {
        if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new InvalidValueException("an Ed25519 seed", "32 bytes", seed.length + " bytes");
        }
        return new Ed25519Key(new Ed25519PrivateKeyParameters(seed));
    }

    /** A copy of the secret seed; it goes to encryption and nowhere else. */
    public byte[] seed() {
        return key.getEncoded();
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "Ed25519Key[" + publicKey.keyId() + ", seed not shown]";
    }
}
