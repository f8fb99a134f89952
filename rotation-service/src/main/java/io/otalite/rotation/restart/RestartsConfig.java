package io.otalite.rotation.restart;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How workloads are restarted. Prefix {@code ota.restarts}. */
@ConfigMapping(prefix = "ota.restarts")
public interface RestartsConfig {
    /**
     * The namespaces whose Secrets the events may speak of ({@code ota.restarts.namespaces}, default: all that this service sees).
     * Events about others are quarantined.
     */
    Optional<List<String>> namespaces();

    /** How many workloads are restarted at a time in the whole cluster ({@code ota.restarts.concurrency}, default 3). */
    @WithDefault("3")
    int concurrency();

    /**
     * How long a workload must stay healthy before the next one is restarted ({@code ota.restarts.canary-window}, default: a minute,
     * three times as long as its readiness probes take to fail, or its {@code minReadySeconds}, whichever is longest).
     */
    Optional<Duration> canaryWindow();

    /**
     * How long the last workload of a rotation must stay healthy ({@code ota.restarts.window}, default {@code PT10M}: after as long
     * Kubernetes forgets earlier crashes of a container).
     */
    @WithDefault("PT10M")
    Duration window();

    /**
     * For how long nothing may come of a restart before it has failed ({@code ota.restarts.ready-within}, default: the {@code
     * progressDeadlineSeconds} of the Deployment).
     */
    Optional<Duration> readyWithin();

    /**
     * How long a healthy workload may take to use its new key, where the issuer can tell ({@code ota.restarts.use-deadline}, default
     * {@code PT8H}).
     */
    @WithDefault("PT8H")
    Duration useDeadline();

    /** This service's own Deployment, which comes last ({@code ota.restarts.own-deployment}, as {@code namespace/name}, no default). */
    Optional<String> ownDeployment();
}
