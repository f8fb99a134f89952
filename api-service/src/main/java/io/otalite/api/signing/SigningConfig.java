package io.otalite.api.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How online signing keys are kept. Prefix {@code ota.signing}. Exactly one of {@link #keyEncryptionKeyFile} and {@link
 * #keyEncryptionKmsKey} must be given. Without the key-encryption key the stored keys cannot be read, so losing it is losing
 * the factories' online keys.
 */
@ConfigMapping(prefix = "ota.signing")
public interface SigningConfig {
    /**
     * A file with the key-encryption key: 32 random bytes in base64 ({@code ota.signing.key-encryption-key-file}, no
     * default; {@code openssl rand -base64 32} makes one).
     */
    Optional<Path> keyEncryptionKeyFile();

    /**
     * Or a symmetric key in Google Cloud KMS ({@code ota.signing.key-encryption-kms-key}, no default), {@code
     * projects/P/locations/L/keyRings/R/cryptoKeys/K}. It is asked once for each factory and start.
     */
    Optional<String> keyEncryptionKmsKey();

    /**
     * A service-account key that may encrypt and decrypt with it ({@code ota.signing.kms-credentials-file}, default: the
     * application default credentials). The file is read again when it has changed.
     */
    Optional<Path> kmsCredentialsFile();

    /**
     * The address of a Google emulator, development only ({@code ota.signing.emulator-url}, default: none, which means
     * Google). With it, tokens come from {@code /token} of this address and from nowhere else.
     */
    Optional<URI> emulatorUrl();

    /**
     * Files with key-encryption keys that were in use before, which still unwrap ({@code
     * ota.signing.previous-key-encryption-key-files}, separated by commas, default: none). One that cannot be read is
     * reported and does without.
     */
    Optional<List<Path>> previousKeyEncryptionKeyFiles();

    /**
     * A file with the key-encryption key that comes next, which unwraps already ({@code
     * ota.signing.next-key-encryption-key-file}, default: none): with it, this replica works beside those that use the next
     * one. If it cannot be read, that is reported.
     */
    Optional<Path> nextKeyEncryptionKeyFile();

    /** How often it is looked for data keys under a previous key-encryption key ({@code ota.signing.rewrap-interval}, default 1 h). */
    @WithDefault("1h")
    Duration rewrapInterval();
}
