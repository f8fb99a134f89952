package io.otalite.emulator.google.kms;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric key with its one version: AES-256-GCM, the nonce in front. Thread-safe. */
final class CryptoKey {
    static final int BYTES = 32;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String name;
    private final SecretKeySpec key;

    CryptoKey(String name, byte[] key) {
        this.name = name;
        this.key = new SecretKeySpec(key, "AES");
    }

    /** The version that encrypts. */
    String primary() {
        return name + "/cryptoKeyVersions/1";
    }

    byte[] encrypt(byte[] plaintext, byte[] additional, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var result = new ByteArrayOutputStream();
            result.writeBytes(nonce);
            result.writeBytes(cipher(Cipher.ENCRYPT_MODE, nonce, additional).doFinal(plaintext));
            return result.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
        }
    }

    /** Empty when this key did not make it, for this additional data. */
    Optional<byte[]> decrypt(byte[] ciphertext, byte[] additional) {
        if (ciphertext.length < NONCE) {
            return Optional.empty();
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(ciphertext, NONCE), additional);
            return Optional.of(cipher.doFinal(ciphertext, NONCE, ciphertext.length - NONCE));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] additional) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(additional);
        return cipher;
    }
}
