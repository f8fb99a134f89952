package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a pod is, as its status says.
 *
 * @param ready whether it is ready, and with it every container
 * @param readySince when that became so or ceased to be so, by the clock of the cluster
 * @param containers in the order of the status: those that initialise the pod and its sidecars first
 */
public record PodHealth(boolean ready, Optional<Instant> readySince, List<Container> containers) {
    /**
     * One container.
     *
     * @param restarts how often it was started again in this pod
     * @param waiting why it does not run, in Kubernetes' word such as {@code CrashLoopBackOff}; empty when it does, or has ended
     * @param detail what is missing, where the word alone does not tell; may be empty
     * @param ending how it ended last, whether or not it was started again
     */
    public record Container(
            String name, int restarts, Optional<String> waiting, String detail, Optional<Ending> ending) {}

    /**
     * How a container ended.
     *
     * @param reason in Kubernetes' word, such as {@code Error} or {@code OOMKilled}; may be empty
     * @param at by the clock of the cluster
     */
    public record Ending(String reason, int exitCode, Optional<Instant> at) {}

    public PodHealth {
        containers = List.copyOf(containers);
    }
}
