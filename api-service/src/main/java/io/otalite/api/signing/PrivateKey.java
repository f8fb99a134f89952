package io.otalite.api.signing;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.JdkKey;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * A private key together with the bytes of which it can be made again. They go to encryption and nowhere else.
 *
 * <p>Law: {@code of(k.scheme(), k.secret(), k.publicHalf())} signs as {@code k} does.
 */
public final class PrivateKey {
    private static final int RSA_BITS = 3072;

    private final KeyScheme scheme;
    private final MetadataSigner signer;
    private final Bytes secret;
    private final Optional<Bytes> publicHalf;

    private PrivateKey(KeyScheme scheme, MetadataSigner signer, Bytes secret, Optional<Bytes> publicHalf) {
        this.scheme = scheme;
        this.signer = signer;
        this.secret = secret;
        this.publicHalf = publicHalf;
    }

    /** A new key. */
    public static PrivateKey generate(KeyScheme scheme, SecureRandom random) {
        return switch (scheme) {
            case ED25519 -> ofSeed(Ed25519Key.generate(random));
            case ECDSA -> ofPair(scheme, generate("EC", new ECGenParameterSpec("secp256r1"), random));
            case RSA ->
                ofPair(
                        scheme,
                        generate("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4), random));
        };
    }

    /**
     * The key of these bytes.
     *
     * @throws KeyUnreadableException when they are not such a key
     */
    public static PrivateKey of(KeyScheme scheme, Bytes secret, Optional<Bytes> publicHalf) {
        try {
            return switch (scheme) {
                case ED25519 -> ofSeed(Ed25519Key.fromSeed(secret.toArray()));
                case ECDSA -> ofPair(scheme, pair("EC", secret, publicHalf));
                case RSA -> ofPair(scheme, pair("RSA", secret, publicHalf));
            };
        } catch (GeneralSecurityException | InvalidValueException e) {
            // Without the cause: whatever it quotes may be of the key.
            throw new KeyUnreadableException("A decrypted private key is none of the scheme %s (%s)"
                    .formatted(scheme.id(), e.getClass().getSimpleName()));
        }
    }

    private static PrivateKey ofSeed(Ed25519Key key) {
        return new PrivateKey(KeyScheme.ED25519, key, Bytes.copyOf(key.seed()), Optional.empty());
    }

    private static PrivateKey ofPair(KeyScheme scheme, KeyPair pair) {
        return new PrivateKey(
                scheme,
                JdkKey.of(pair),
                Bytes.copyOf(pair.getPrivate().getEncoded()),
                Optional.of(Bytes.copyOf(pair.getPublic().getEncoded())));
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes keys of " + algorithm, e);
        }
    }

    private static KeyPair pair(String algorithm, Bytes secret, Optional<Bytes> publicHalf)
            throws GeneralSecurityException {
        var factory = KeyFactory.getInstance(algorithm);
        var encoded = publicHalf.orElseThrow(
                () -> new KeyUnreadableException("A key of %s has no public half".formatted(algorithm)));
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(encoded.toArray())),
                factory.generatePrivate(new PKCS8EncodedKeySpec(secret.toArray())));
    }

    public KeyScheme scheme() {
        return scheme;
    }

    public MetadataSigner signer() {
        return signer;
    }

    /** As the dialect of the specification names it. */
    public KeyId keyId() {
        return signer.publicKey().keyId();
    }

    /** The seed of an Ed25519 key (RFC 8032 5.1.5), PKCS#8 of any other. */
    public Bytes secret() {
        return secret;
    }

    /** X.509 SubjectPublicKeyInfo; empty for Ed25519, where it follows from the seed. */
    public Optional<Bytes> publicHalf() {
        return publicHalf;
    }

    @Override
    public String toString() {
        return "PrivateKey[%s %s, secret not shown]".formatted(scheme.id(), keyId());
    }
}
