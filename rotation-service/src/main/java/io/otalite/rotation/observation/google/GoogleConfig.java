package io.otalite.rotation.observation.google;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which accounts of Google IAM are looked at. Prefix {@code ota.google}. */
@ConfigMapping(prefix = "ota.google")
public interface GoogleConfig {
    /** The project of the accounts ({@code ota.google.project}, default none: then Google is not asked). */
    Optional<String> project();

    /**
     * The mounted key of the account that may read them ({@code ota.google.credential-file}, no default); read again each time. No other
     * credentials are looked for.
     */
    Optional<Path> credentialFile();

    /**
     * The address of a Google emulator, development only ({@code ota.google.emulator-url}, default: none, which means Google). With it,
     * tokens come from {@code /token} of this address and from nowhere else.
     */
    Optional<URI> emulatorUrl();

    /** How often Google is asked, give or take a tenth ({@code ota.google.interval}, default 30 s). */
    @WithDefault("PT30S")
    Duration interval();
}
