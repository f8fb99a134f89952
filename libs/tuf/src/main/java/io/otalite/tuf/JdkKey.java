package io.otalite.tuf;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * An ECDSA or RSA key of any provider of the Java Cryptography Architecture: in memory, or behind a provider that lets
 * it sign and never out, such as PKCS#11.
 */
public final class JdkKey implements MetadataSigner {

    private final JdkAlgorithm algorithm;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private JdkKey(JdkAlgorithm algorithm, PrivateKey privateKey, PublicKey publicKey) {
        this.algorithm = algorithm;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** ECDSA on P-256 or RSA of at least 2048 bits; {@link InvalidValueException} for any other pair. */
    public static JdkKey of(KeyPair pair) {
        JdkAlgorithm algorithm = JdkAlgorithm.of(pair.getPublic());
        return new JdkKey(algorithm, pair.getPrivate(), PublicKey.of(pair.getPublic()));
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = algorithm.signature();
            signer.initSign(privateKey);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new SigningFailedException(publicKey.keyId(), e);
        }
    }

    @Override
    public String toString() {
        return "JdkKey[" + publicKey.keyId() + ", private key not shown]";
    }
}
