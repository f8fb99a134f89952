package io.otalite.backup.hold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patiently what cannot be done now is tried again. Prefix {@code ota.hold}. */
@ConfigMapping(prefix = "ota.hold")
public interface HoldConfig {
    /** The pause after the first failed attempt; it doubles from there ({@code ota.hold.first-pause}, default 200 ms). */
    @WithDefault("200ms")
    Duration firstPause();

    /** The longest pause between two attempts; there is no last attempt ({@code ota.hold.longest-pause}, default 30 s). */
    @WithDefault("30s")
    Duration longestPause();
}
