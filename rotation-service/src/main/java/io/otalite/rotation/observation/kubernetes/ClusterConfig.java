package io.otalite.rotation.observation.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is watched of the cluster. Prefix {@code ota.links}. */
@ConfigMapping(prefix = "ota.links")
public interface ClusterConfig {
    /**
     * The namespaces in which a kind is watched that may not be listed in all of them at once ({@code ota.links.namespaces}, default:
     * every namespace that is seen, for the kinds that Kubernetes itself or a maker of Secrets brings).
     */
    Optional<List<String>> namespaces();

    /**
     * How often the cluster is asked which kinds it has ({@code ota.links.rediscovery-interval}, default 5 minutes): so long may a newly
     * installed operator remain unknown.
     */
    @WithDefault("PT5M")
    Duration rediscoveryInterval();

    /**
     * How often a permission that is missing is tried again ({@code ota.links.permission-retry-interval}, default 1 minute).
     */
    @WithDefault("PT1M")
    Duration permissionRetryInterval();

    /**
     * Kinds that are not watched ({@code ota.links.exclude-kinds}, default none), as kubectl takes them: {@code ConfigMap}, {@code
     * Rollout.argoproj.io}. Nothing is then known of what refers to their objects.
     */
    Optional<Set<String>> excludeKinds();
}
