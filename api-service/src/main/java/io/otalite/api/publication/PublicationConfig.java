package io.otalite.api.publication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long signed documents are valid, and how large they may be. Prefix {@code ota.publication}. */
@ConfigMapping(prefix = "ota.publication")
public interface PublicationConfig {
    /** {@code ota.publication.root-lifetime}, default 365 days. */
    @WithDefault("365d")
    Duration rootLifetime();

    /** {@code ota.publication.targets-lifetime}, default 365 days. */
    @WithDefault("365d")
    Duration targetsLifetime();

    /** {@code ota.publication.snapshot-lifetime}, default 365 days. */
    @WithDefault("365d")
    Duration snapshotLifetime();

    /**
     * {@code ota.publication.timestamp-lifetime}, default 365 days: a document is signed anew only by the next publication,
     * so a shorter life would strand the devices of a factory that does not publish.
     */
    @WithDefault("365d")
    Duration timestampLifetime();

    /**
     * The largest {@code targets.json} in bytes ({@code ota.publication.max-targets-bytes}, default 5,000,000: what
     * python-tuf, go-tuf and tuf-js read).
     */
    @WithDefault("5000000")
    int maxTargetsBytes();
}
