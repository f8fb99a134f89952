package io.otalite.rotation.findings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** How findings are told. Prefix {@code ota.findings}. */
@ConfigMapping(prefix = "ota.findings")
public interface FindingsConfig {
    /** Whether findings are written as Events on the workload, too ({@code ota.findings.events}, default {@code true}). */
    @WithDefault("true")
    boolean events();

    /**
     * How often everything is compared with the database, in case that something was missed ({@code ota.findings.compare-interval},
     * default {@code PT5M}).
     */
    @WithDefault("PT5M")
    Duration compareInterval();

    /** The longest pause between two attempts to reach the database ({@code ota.findings.longest-pause}, default {@code PT30S}). */
    @WithDefault("PT30S")
    Duration longestPause();

    /** Replicas of the topic when the relay creates it ({@code ota.findings.replication-factor}, default -1: what the broker is set to). */
    @WithDefault("-1")
    short replicationFactor();

    /**
     * Who this service is in its events: CloudEvents {@code source} ({@code ota.findings.event-source}, default {@code
     * urn:ota-lite:rotation-service}).
     */
    @WithDefault("urn:ota-lite:rotation-service")
    URI eventSource();
}
