package io.otalite.rotation.rotations.tink;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.otalite.rotation.rotations.Sealing;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** AES-256-GCM under a key from a mounted file, which is read for each use: it may come later than this service. */
public final class TinkSealing implements Sealing {
    private static final int KEY_BYTES = 32;

    private final Optional<Path> file;

    public TinkSealing(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public Bytes seal(Bytes content, String context) {
        try {
            return Bytes.copyOf(aead().encrypt(content.toArray(), context.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new SealingException("what the rotation has to keep cannot be encrypted", e);
        }
    }

    @Override
    public Bytes open(Bytes sealed, String context) {
        try {
            return Bytes.copyOf(aead().decrypt(sealed.toArray(), context.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new SealingException(
                    "what the rotation has kept cannot be decrypted: it was encrypted with another key", e);
        }
    }

    @Override
    public Optional<String> refusal() {
        try {
            var _ = aead();
            return Optional.empty();
        } catch (SealingException unusable) {
            return Optional.of(String.valueOf(unusable.getMessage()));
        }
    }

    private AesGcmJce aead() {
        var path = file.orElseThrow(
                () -> new SealingException("no key is configured under which a rotation could keep its secrets", null));
        try {
            var key = Base64.getDecoder()
                    .decode(Files.readString(path, StandardCharsets.US_ASCII).strip());
            if (key.length != KEY_BYTES) {
                throw new SealingException(
                        "the key under which rotations keep their secrets should have 32 bytes, not " + key.length,
                        null);
            }
            return new AesGcmJce(key);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new SealingException(
                    "the key under which rotations keep their secrets is not usable: 32 bytes in base64 are expected in the mounted file",
                    e);
        }
    }
}
