package io.otalite.backup.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The key for the bucket: where it is mounted and whose it must be. Prefix {@code ota.archive}. */
@ConfigMapping(prefix = "ota.archive")
public interface CredentialConfig {
    /** The mounted service-account key ({@code ota.archive.credential-file}, no default). The file need not be there. */
    Path credentialFile();

    /** The e-mail the key must belong to ({@code ota.archive.service-account}, no default). */
    String serviceAccount();

    /** The project the key must belong to ({@code ota.archive.project}, no default). */
    String project();

    /**
     * The address of a Google emulator, development only ({@code ota.archive.emulator-url}, default: none, which means
     * Google). With it, tokens come from {@code /token} of this address and from nowhere else.
     */
    Optional<URI> emulatorUrl();

    /** How often the file is compared with what was read before ({@code ota.archive.credential-look-interval}, default 2 s). */
    @WithDefault("2s")
    Duration credentialLookInterval();

    /**
     * How often a working key is proven again ({@code ota.archive.credential-proof-interval}, default 30 s): a cached token
     * outlives a revoked key, so that only asking for a new one tells.
     */
    @WithDefault("30s")
    Duration credentialProofInterval();

    /** How often a key that does not work is tried again ({@code ota.archive.credential-retry-interval}, default 4 s). */
    @WithDefault("4s")
    Duration credentialRetryInterval();
}
