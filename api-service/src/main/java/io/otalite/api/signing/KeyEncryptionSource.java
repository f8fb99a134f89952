package io.otalite.api.signing;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the key-encryption key is. */
public sealed interface KeyEncryptionSource {
    /** In a mounted file. */
    record KeyFile(Path file) implements KeyEncryptionSource {}

    /** @param key the resource name of a symmetric key in Google Cloud KMS */
    record CloudKms(String key) implements KeyEncryptionSource {
        private static final Pattern NAME =
                Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/:]+");

        public CloudKms {
            if (!NAME.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "ota.signing.key-encryption-kms-key: expected projects/P/locations/L/keyRings/R/cryptoKeys/K, found "
                                + key);
            }
        }
    }

    /** @throws IllegalArgumentException unless exactly one place is configured */
    static KeyEncryptionSource of(SigningConfig config) {
        var file = config.keyEncryptionKeyFile();
        var kms = config.keyEncryptionKmsKey();
        if (file.isPresent() == kms.isPresent()) {
            throw new IllegalArgumentException(
                    "Expected one of ota.signing.key-encryption-key-file and ota.signing.key-encryption-kms-key, found "
                            + (file.isPresent() ? "both" : "none"));
        }
        return file.<KeyEncryptionSource>map(KeyFile::new).orElseGet(() -> new CloudKms(kms.orElseThrow()));
    }
}
