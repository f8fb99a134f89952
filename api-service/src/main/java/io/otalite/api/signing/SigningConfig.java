package io.otalite.api.signing;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** How online signing keys are kept. Prefix {@code ota.signing}. */
@ConfigMapping(prefix = "ota.signing")
public interface SigningConfig {
    /**
     * A file with the key-encryption key: 32 random bytes in base64 ({@code ota.signing.key-encryption-key-file}, no
     * default; {@code openssl rand -base64 32} makes one). Without it the stored keys cannot be read, so losing it is losing
     * the factories' online keys.
     */
    Path keyEncryptionKeyFile();
}
