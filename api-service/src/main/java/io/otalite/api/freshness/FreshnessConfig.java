package io.otalite.api.freshness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How metadata is kept from expiring. Prefix {@code ota.freshness}. */
@ConfigMapping(prefix = "ota.freshness")
public interface FreshnessConfig {
    /** How often it is looked for what is due ({@code ota.freshness.look-interval}, default 1 minute). */
    @WithDefault("1m")
    Duration lookInterval();
}
