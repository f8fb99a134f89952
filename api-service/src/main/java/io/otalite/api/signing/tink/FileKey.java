package io.otalite.api.signing.tink;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyUnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AES-256-GCM under a key from a mounted file. Its id is a digest of the key, so that it does not depend on the file's name. */
public final class FileKey implements KeyEncryptionKey {
    private static final Logger LOG = LoggerFactory.getLogger(FileKey.class);
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final byte[] ID_DOMAIN = "ota-lite key-encryption key id v1\0".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final AesGcmJce aead;

    private FileKey(String id, AesGcmJce aead) {
        this.id = id;
        this.aead = aead;
    }

    /** @throws KeyUnreadableException when the file does not hold 32 bytes in base64 */
    public static FileKey read(Path file) {
        try {
            var key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length != KEY_BYTES) {
                throw new KeyUnreadableException(
                        "%s: expected a key of %d bytes, found %d".formatted(file, KEY_BYTES, key.length));
            }
            return new FileKey(id(key), new AesGcmJce(key));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            // Without the cause, which may quote the file.
            throw new KeyUnreadableException("%s: expected a key-encryption key of %d bytes in base64 (%s)"
                    .formatted(file, KEY_BYTES, e.getClass().getSimpleName()));
        }
    }

    /** Those that can be read: a key that is not in use must not keep the service from starting. */
    public static List<FileKey> readAvailable(Collection<Path> files) {
        return files.stream()
                .map(FileKey::readAvailable)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<FileKey> readAvailable(Path file) {
        try {
            return Optional.of(read(file));
        } catch (KeyUnreadableException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("A key-encryption key that is not in use cannot be read");
            return Optional.empty();
        }
    }

    private static String id(byte[] key) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(ID_DOMAIN);
        return "file:" + HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] associatedData) {
        try {
            return aead.encrypt(dataKey, associatedData);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        try {
            return aead.decrypt(wrapped, associatedData);
        } catch (GeneralSecurityException e) {
            throw new KeyUnreadableException(
                    "Key-encryption key %s did not wrap this, or not for this factory and role".formatted(id), e);
        }
    }

    @Override
    public String toString() {
        return "FileKey[%s, key not shown]".formatted(id);
    }
}
