package io.otalite.backup.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is taken in, and from topics of which kind. Prefix {@code ota.intake}. */
@ConfigMapping(prefix = "ota.intake")
public interface IntakeConfig {
    /** A record with a larger value is quarantined ({@code ota.intake.largest-record}, bytes, default 16 MiB, as much as a topic takes). */
    @WithDefault("16777216")
    int largestRecord();

    /** Copies of a topic that has to be created ({@code ota.intake.replication-factor}, default -1: the broker's default). */
    @WithDefault("-1")
    short replicationFactor();

    /** How long the broker is waited for within one attempt ({@code ota.intake.broker-timeout}, default 10 s). */
    @WithDefault("10s")
    Duration brokerTimeout();

    /** A thread that has not moved for so long makes the process count as dead ({@code ota.intake.stuck-after}, default 2 min). */
    @WithDefault("2m")
    Duration stuckAfter();
}
