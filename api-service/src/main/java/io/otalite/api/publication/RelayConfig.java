package io.otalite.api.publication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** How events leave for Kafka. Prefix {@code ota.relay}. */
@ConfigMapping(prefix = "ota.relay")
public interface RelayConfig {
    /**
     * Replicas of the topics that the relay creates ({@code ota.relay.replication-factor}, default -1: what the broker is
     * set to).
     */
    @WithDefault("-1")
    short replicationFactor();

    /** Who this service is in its events: CloudEvents {@code source} ({@code ota.relay.event-source}, default {@code urn:ota-lite:api-service}). */
    @WithDefault("urn:ota-lite:api-service")
    URI eventSource();
}
