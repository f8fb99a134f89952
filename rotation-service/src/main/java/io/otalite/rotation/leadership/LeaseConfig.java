package io.otalite.rotation.leadership;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the instances agree on a leader. Prefix {@code ota.lease}. */
@ConfigMapping(prefix = "ota.lease")
public interface LeaseConfig {
    /** Whether there can be several instances ({@code ota.lease.enabled}, default true); if not, this one always leads. */
    @WithDefault("true")
    boolean enabled();

    /** Where the Lease lies ({@code ota.lease.namespace}, default: the namespace of the pod). */
    Optional<String> namespace();

    /** The name of the Lease ({@code ota.lease.name}, default {@code rotation-service}). */
    @WithDefault("rotation-service")
    String name();

    /** Who this instance is, in each of its lives; no two may be the same ({@code ota.lease.identity}, default: random in each). */
    Optional<String> identity();

    /** How long others wait for a leader that is silent ({@code ota.lease.lease-duration}, default 15 s). */
    @WithDefault("PT15S")
    Duration leaseDuration();

    /**
     * How long a leader that cannot renew its lease still leads ({@code ota.lease.renew-deadline}, default 10 s). Shorter than the
     * lease by more than the clocks of two machines may drift meanwhile.
     */
    @WithDefault("PT10S")
    Duration renewDeadline();

    /** How often the lease is renewed or asked for ({@code ota.lease.retry-period}, default 2 s); also the limit of each request. */
    @WithDefault("PT2S")
    Duration retryPeriod();
}
