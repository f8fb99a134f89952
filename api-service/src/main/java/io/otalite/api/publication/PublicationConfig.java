package io.otalite.api.publication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long signed documents are valid; they are signed anew at half of it. Prefix {@code ota.publication}. */
@ConfigMapping(prefix = "ota.publication")
public interface PublicationConfig {
    /** {@code ota.publication.root-lifetime}, default 365 days. */
    @WithDefault("365d")
    Duration rootLifetime();

    /** {@code ota.publication.targets-lifetime}, default 365 days. */
    @WithDefault("365d")
    Duration targetsLifetime();

    /** {@code ota.publication.snapshot-lifetime}, default 90 days. */
    @WithDefault("90d")
    Duration snapshotLifetime();

    /** {@code ota.publication.timestamp-lifetime}, default 7 days: how long a device can be shown an old repository. */
    @WithDefault("7d")
    Duration timestampLifetime();
}
