package io.otalite.api.signing.tink;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.otalite.api.signing.KeyEncryption;
import io.otalite.api.signing.KeyUnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** AES-256-GCM under a key from a mounted file. */
public final class TinkKeyEncryption implements KeyEncryption {
    private static final int KEY_BYTES = 32;

    private final AesGcmJce aead;

    private TinkKeyEncryption(AesGcmJce aead) {
        this.aead = aead;
    }

    /** @throws KeyUnreadableException when the file does not hold 32 bytes in base64 */
    public static TinkKeyEncryption fromFile(Path file) {
        try {
            var key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length != KEY_BYTES) {
                throw new KeyUnreadableException(
                        "%s: expected a key of %d bytes, found %d".formatted(file, KEY_BYTES, key.length));
            }
            return new TinkKeyEncryption(new AesGcmJce(key));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new KeyUnreadableException(
                    "%s: expected a key-encryption key of %d bytes in base64 (%s)"
                            .formatted(file, KEY_BYTES, e.getClass().getSimpleName()),
                    e);
        }
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
        try {
            return aead.encrypt(plaintext, associatedData);
        } catch (GeneralSecurityException e) {
            throw new KeyUnreadableException("A private key could not be encrypted", e);
        }
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
        try {
            return aead.decrypt(ciphertext, associatedData);
        } catch (GeneralSecurityException e) {
            throw new KeyUnreadableException(
                    "A stored private key cannot be decrypted: it was protected with another key-encryption key,"
                            + " or for another factory or role",
                    e);
        }
    }
}
