package io.otalite.rotation.links;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether what was found is written where people look. Prefix {@code ota.links}. */
@ConfigMapping(prefix = "ota.links")
public interface StampConfig {
    /**
     * Whether Secrets get annotations that name the keys in them, and Google accounts a note of who holds their keys at the end of their
     * description ({@code ota.links.stamps}, default true).
     */
    @WithDefault("true")
    boolean stamps();
}
