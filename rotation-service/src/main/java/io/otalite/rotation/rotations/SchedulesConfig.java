package io.otalite.rotation.rotations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How credentials are rotated by themselves. Prefix {@code ota.schedules}. */
@ConfigMapping(prefix = "ota.schedules")
public interface SchedulesConfig {
    /** The shortest period that a Secret may ask for ({@code ota.schedules.minimum}, default 1 h). */
    @WithDefault("PT1H")
    Duration minimum();

    /**
     * How long before the end of a key it is rotated at the latest ({@code ota.schedules.expiry-margin}, default 3 days); for a key that
     * lives shorter than four times as long, a quarter of its life.
     */
    @WithDefault("PT72H")
    Duration expiryMargin();

    /** How often it is looked for credentials that are due ({@code ota.schedules.interval}, default 30 s). */
    @WithDefault("PT30S")
    Duration interval();
}
