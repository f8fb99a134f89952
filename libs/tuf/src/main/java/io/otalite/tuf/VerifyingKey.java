package io.otalite.tuf;

import java.util.Optional;

/** A public key that can be used, whatever text it was read from. */
sealed interface VerifyingKey permits Ed25519VerifyingKey, JdkVerifyingKey {

    /** The usable key that stands in a listed one; empty when its type, scheme or text is not supported. */
    static Optional<VerifyingKey> of(PublicKey listed) {
        return Ed25519VerifyingKey.isListedIn(listed)
                ? Ed25519VerifyingKey.of(listed.text())
                : JdkAlgorithm.listedIn(listed).flatMap(algorithm -> JdkVerifyingKey.of(algorithm, listed.text()));
    }

    /** The key itself, in DER: two keys are the same when these bytes are, however they are spelt. */
    Bytes subjectPublicKeyInfo();

    /** Whether this key made the signature; false for what is no signature at all. */
    boolean verifies(byte[] message, byte[] signature);
}
