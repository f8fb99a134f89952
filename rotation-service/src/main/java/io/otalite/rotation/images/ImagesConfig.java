package io.otalite.rotation.images;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How registries are asked for the images that workloads need. Prefix {@code ota.images}. */
@ConfigMapping(prefix = "ota.images")
public interface ImagesConfig {
    /** Whether registries are asked at all; if not, nothing is known of any image ({@code ota.images.enabled}, default true). */
    @WithDefault("true")
    boolean enabled();

    /** The time between two checks of an image that is there ({@code ota.images.interval}, default 5 min). */
    @WithDefault("PT5M")
    Duration interval();

    /** The time within which a check must end, whatever the registry does ({@code ota.images.timeout}, default 10 s). */
    @WithDefault("PT10S")
    Duration timeout();

    /** How many checks run at once ({@code ota.images.concurrency}, default 8). */
    @WithDefault("8")
    int concurrency();

    /**
     * Registries, each {@code host} or {@code host:port} as images name it, that are asked without TLS; on the loopback
     * interface every registry is ({@code ota.images.insecure-registries}, default none).
     */
    Optional<List<String>> insecureRegistries();
}
