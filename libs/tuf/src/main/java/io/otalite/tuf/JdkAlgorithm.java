package io.otalite.tuf;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** The algorithms that are left to the JDK's providers (TUF 4.2.2). */
enum JdkAlgorithm {
    /** On P-256, over SHA-256; signatures are DER. */
    ECDSA("EC", "ecdsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") {
        @Override
        boolean suits(java.security.PublicKey key) {
            return key instanceof ECPublicKey ec
                    && ec.getParams().getCurve().equals(P256.getCurve())
                    && ec.getParams().getOrder().equals(P256.getOrder());
        }

        @Override
        KeySpec components(java.security.PublicKey key) {
            return new ECPublicKeySpec(((ECPublicKey) key).getW(), P256);
        }

        @Override
        Signature signature() throws GeneralSecurityException {
            return Signature.getInstance("SHA256withECDSA");
        }
    },

    /** PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes; keys of at least 2048 bits. */
    RSA("RSA", "rsa", "rsa", "rsassa-pss-sha256") {
        @Override
        boolean suits(java.security.PublicKey key) {
            return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= SHORTEST_MODULUS;
        }

        @Override
        KeySpec components(java.security.PublicKey key) {
            RSAPublicKey rsa = (RSAPublicKey) key;
            return new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
        }

        @Override
        Signature signature() throws GeneralSecurityException {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return signature;
        }
    };

    private static final int SHORTEST_MODULUS = 2048;
    private static final ECParameterSpec P256 = p256();

    private final String keyFactory;
    private final String keyType;
    private final String formerKeyType;
    private final String scheme;

    JdkAlgorithm(String keyFactory, String keyType, String formerKeyType, String scheme) {
        this.keyFactory = keyFactory;
        this.keyType = keyType;
        this.formerKeyType = formerKeyType;
        this.scheme = scheme;
    }

    static Optional<JdkAlgorithm> listedIn(PublicKey key) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.isNamedBy(key))
                .findFirst();
    }

    private boolean isNamedBy(PublicKey key) {
        return scheme.equals(key.scheme()) && (keyType.equals(key.keyType()) || formerKeyType.equals(key.keyType()));
    }

    static JdkAlgorithm of(java.security.PublicKey key) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.suits(key))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "a key", "ECDSA on P-256 or RSA of at least 2048 bits", key.getAlgorithm()));
    }

    /** Whether the key is one of this algorithm and strong enough. */
    abstract boolean suits(java.security.PublicKey key);

    /** The numbers that make the key, without how it was spelt. */
    abstract KeySpec components(java.security.PublicKey key);

    /** A new engine, with its parameters set. */
    abstract Signature signature() throws GeneralSecurityException;

    PublicKey listed(java.security.PublicKey key) {
        return new PublicKey(keyType, scheme, Pem.encode(key.getEncoded()));
    }

    /**
     * The key in a DER SubjectPublicKeyInfo; empty when there is none or it does not suit. The JDK reads several spellings of a
     * key and gives back the one it has read, so the key is made anew: else it could sign once for each of them.
     */
    Optional<java.security.PublicKey> decode(byte[] subjectPublicKeyInfo) {
        try {
            KeyFactory factory = KeyFactory.getInstance(keyFactory);
            java.security.PublicKey key = factory.generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            return suits(key) ? Optional.of(factory.generatePublic(components(key))) : Optional.empty();
        } catch (InvalidKeySpecException notSuchAKey) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK has keys of the type " + keyFactory, e);
        }
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return curve.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK has the curve P-256", e);
        }
    }
}
