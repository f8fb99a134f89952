package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs containers, and knows nothing of restarts, probes that count, or manifests: those are the kubelet's.
 *
 * <p>Laws: after {@link #start} there is a state until {@link #removePod}; a run that has ended keeps its state; after
 * {@link #removePod} nothing that the pod started is alive and its folder is gone. All methods may be called from any
 * thread; none waits for a container, except {@link #removePod} and {@link #probe}.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** Whether an image can be run here; what a pull finds out. */
    boolean hasImage(String image);

    /** Makes the place where the containers of a pod run, with its address and its volumes. Repeating it is harmless. */
    void preparePod(PodSandbox pod);

    /** Replaces the content of a volume, as a whole: a reader never sees half of it. */
    void updateVolume(PodRef pod, VolumeContent volume);

    /**
     * Starts a run of a container and returns at once. A program that cannot be launched is a run that has ended.
     *
     * @throws IllegalStateException when a run of the container is alive, or the pod was not prepared
     */
    void start(ContainerSpec container);

    /** How the last run of the container is; empty when it was never started. */
    Optional<ContainerState> state(ContainerRef container);

    /** Asks a run to end (SIGTERM) and kills it after the grace period. Returns at once. */
    void stop(ContainerRef container, Duration grace);

    /**
     * Asks a probe once.
     *
     * @return why it failed; empty when it passed
     */
    Optional<String> probe(ContainerRef container, ProbeAction action, Duration timeout) throws InterruptedException;

    /** Ends what is left of the pod without grace and removes its folder. */
    void removePod(PodRef pod);

    PodLogs logs();

    /** Calls the listener when a run of a container has ended, or its state has changed. */
    void observe(Consumer<ContainerRef> listener);

    /** Ends all pods. */
    @Override
    void close();
}
