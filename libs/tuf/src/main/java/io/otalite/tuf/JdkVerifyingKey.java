package io.otalite.tuf;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;

/** A key of one of the JDK's algorithms. */
record JdkVerifyingKey(JdkAlgorithm algorithm, java.security.PublicKey key) implements VerifyingKey {

    static Optional<VerifyingKey> of(JdkAlgorithm algorithm, String pem) {
        return Pem.decode(pem).flatMap(algorithm::decode).map(key -> new JdkVerifyingKey(algorithm, key));
    }

    @Override
    public Bytes subjectPublicKeyInfo() {
        return Bytes.copyOf(key.getEncoded());
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = algorithm.signature();
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException noSignatureAtAll) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK verifies " + algorithm, e);
        }
    }
}
