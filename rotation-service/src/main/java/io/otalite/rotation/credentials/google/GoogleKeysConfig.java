package io.otalite.rotation.credentials.google;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How keys of Google service accounts are made and watched. Prefix {@code ota.rotations.google}. */
@ConfigMapping(prefix = "ota.rotations.google")
public interface GoogleKeysConfig {
    /**
     * Who makes the private half ({@code ota.rotations.google.origin}, default {@code upload}): this service, which uploads the public
     * half, or with {@code create} Google, where a policy of the organisation forbids uploads.
     */
    @WithDefault("upload")
    KeyOrigin origin();

    /**
     * How long after it the use of a key is visible for certain, the span of one point included ({@code
     * ota.rotations.google.visibility-delay}, default 6 h): what is later is never read as silence.
     */
    @WithDefault("PT6H")
    Duration visibilityDelay();

    /**
     * How long Google may take to show what was written ({@code ota.rotations.google.settling}, default 2 min): until then a key that is
     * not listed may be there.
     */
    @WithDefault("PT2M")
    Duration settling();
}
