package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerRuntime;
import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerState;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.kubelet.PodRef;
import io.otalite.emulator.cluster.kubelet.PodSandbox;
import io.otalite.emulator.cluster.kubelet.ProbeAction;
import io.otalite.emulator.cluster.kubelet.VolumeContent;
import io.otalite.process.AotCaches;
import io.otalite.process.Ending;
import io.otalite.process.LocalProcesses;
import io.otalite.process.Probes;
import io.otalite.process.ProcessMark;
import io.otalite.process.ProcessSpec;
import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import io.otalite.process.RestartPolicy;
import io.otalite.process.StopPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs containers as processes of this machine. A process and all that it starts carry the mark of the runtime's owner, so
 * that the next runtime of that owner ends what a killed one left behind.
 */
public final class ProcessContainers implements ContainerRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessContainers.class);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final Images images;
    private final Clock clock;
    private final AotCaches caches;
    private final LocalProcesses processes;
    private final NetworkProbes networkProbes = new NetworkProbes();
    private final ContainerLogs logs = new ContainerLogs();
    private final Map<PodRef, ProcessPod> pods = new ConcurrentHashMap<>();
    private final Map<ContainerRef, ContainerRun> runs = new ConcurrentHashMap<>();
    private final List<Consumer<ContainerRef>> listeners = new CopyOnWriteArrayList<>();

    private ProcessContainers(Path folder, ProcessMark mark, Images images, AotCaches caches, Clock clock) {
        this.folder = folder;
        this.images = images;
        this.clock = clock;
        this.caches = caches;
        this.processes = new LocalProcesses(mark, clock, caches);
        this.processes.observe(this::changed);
    }

    /**
     * Ends the processes and removes the folders that an earlier runtime of this owner left behind, and begins.
     *
     * @param folder of the pods; nothing else may be in it
     * @param mark its owner has no other runtime at this time
     * @param caches for the images that are Java programs; closed with the runtime
     */
    public static ProcessContainers open(Path folder, ProcessMark mark, Images images, AotCaches caches, Clock clock)
            throws InterruptedException {
        var absolute = folder.toAbsolutePath().normalize();
        var containers = new ProcessContainers(absolute, mark, images, caches, clock);
        var leftovers = containers.processes.stopLeftovers(LEFTOVER_GRACE);
        if (!leftovers.isEmpty()) {
            LOG.atInfo().addKeyValue("processes", leftovers).log("Containers of an earlier run have been ended");
        }
        try {
            Trees.remove(absolute);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of the pods " + absolute + " cannot be emptied", e);
        }
        return containers;
    }

    @Override
    public boolean hasImage(String image) {
        return images.find(image).isPresent();
    }

    @Override
    public void preparePod(PodSandbox pod) {
        pods.computeIfAbsent(pod.pod(), ref -> {
            try {
                return new ProcessPod(pod, new PodFolder(folder.resolve(ref.uid())));
            } catch (IOException e) {
                throw new UncheckedIOException("The folder of the pod " + ref + " cannot be made", e);
            }
        });
    }

    @Override
    public void updateVolume(PodRef pod, VolumeContent volume) {
        try {
            require(pod).update(volume);
        } catch (IOException e) {
            throw new UncheckedIOException("The volume %s of %s cannot be written".formatted(volume.name(), pod), e);
        }
    }

    @Override
    public void start(ContainerSpec container) {
        var pod = require(container.ref().pod());
        synchronized (pod) {
            if (!pods.containsKey(container.ref().pod()) || isAlive(container.ref())) {
                throw new IllegalStateException(
                        "%s has a run that is alive, or its pod is gone".formatted(container.ref()));
            }
            start(pod, container);
        }
    }

    private void start(ProcessPod pod, ContainerSpec container) {
        var log = newLog(pod, container);
        try {
            var image = images.find(container.image())
                    .orElseThrow(() -> new IOException("there is no image \"" + container.image() + "\""));
            var mounts = pod.mounts(container);
            var launch = pod.launch(container, image, mounts);
            var run = new ContainerRun(container, mounts, log, clock.instant());
            runs.put(run.container(), run);
            var stop = StopPolicy.within(container.grace());
            processes.start(
                    new ProcessSpec(run.processName(), launch, Probes.none(), stop, RestartPolicy.never()), log);
        } catch (IOException | IllegalArgumentException e) {
            var run = new ContainerRun(container, new MountPaths(Map.of()), log, clock.instant());
            runs.put(run.container(), run);
            end(run, new Ending.NotLaunched(String.valueOf(e.getMessage())), clock.instant());
        }
    }

    private ContainerLog newLog(ProcessPod pod, ContainerSpec container) {
        try {
            var file = pod.folder().log(container.ref().container(), container.run());
            var log = new ContainerLog(file, clock, ContainerLog.FILE_LIMIT);
            logs.add(container.ref(), log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("The log of %s cannot be written".formatted(container.ref()), e);
        }
    }

    @Override
    public Optional<ContainerState> state(ContainerRef container) {
        return run(container).map(ContainerRun::state);
    }

    @Override
    public void stop(ContainerRef container, Duration grace) {
        run(container)
                .filter(ContainerRun::isAlive)
                .ifPresent(run -> Thread.startVirtualThread(() -> processes.stop(run.processName(), grace)));
    }

    @Override
    public Optional<String> probe(ContainerRef container, ProbeAction action, Duration timeout)
            throws InterruptedException {
        var run = run(container).filter(ContainerRun::isAlive);
        var pod = pods.get(container.pod());
        if (run.isEmpty() || pod == null) {
            return Optional.of("the container does not run");
        }
        var address = pod.sandbox().address();
        return switch (action) {
            case ProbeAction.HttpGet get -> networkProbes.ask(get, address, timeout);
            case ProbeAction.TcpSocket tcp -> networkProbes.ask(tcp, address, timeout);
            case ProbeAction.Exec(var command) ->
                processes.run(run.get().processName(), run.get().mounts().rewrite(command), timeout);
        };
    }

    @Override
    public void removePod(PodRef ref) {
        var pod = pods.get(ref);
        if (pod == null) {
            return;
        }
        synchronized (pod) {
            ofPod(ref).forEach(run -> {
                processes.stop(run.processName(), Duration.ZERO);
                runs.remove(run.container());
                logs.remove(run.container());
            });
            try {
                pod.folder().remove();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("pod", ref).log("The folder of a pod cannot be removed");
            }
            // At last: what failed before can be tried again.
            pods.remove(ref, pod);
        }
    }

    @Override
    public PodLogs logs() {
        return logs;
    }

    @Override
    public void observe(Consumer<ContainerRef> listener) {
        listeners.add(listener);
    }

    /** Asks all containers to end at the same time, and ends after the grace period of each what has not. */
    @Override
    public void close() {
        var stopping = runs.values().stream()
                .map(run -> Thread.startVirtualThread(() -> processes.stop(run.processName())))
                .toList();
        try {
            for (var thread : stopping) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(pods.keySet()).forEach(this::removePod);
        processes.close();
        networkProbes.close();
        caches.close();
    }

    /** Called on the thread that looks after the process. */
    private void changed(ProcessStatus status) {
        switch (status.state()) {
            case ProcessState.Starting(var pid, var _) -> run(status).ifPresent(run -> begun(run, pid));
            case ProcessState.Ended(var ending, var since) -> {
                // The name is freed elsewhere: that waits for the thread that is here.
                Thread.startVirtualThread(() -> processes.stop(status.name()));
                run(status).ifPresent(run -> end(run, ending, since));
            }
            case ProcessState.Ready _, ProcessState.Unready _, ProcessState.Stopping _, ProcessState.BackingOff _ -> {}
        }
    }

    private Optional<ContainerRun> run(ProcessStatus status) {
        return runs.values().stream()
                .filter(run -> run.processName().equals(status.name()))
                .findFirst();
    }

    private void begun(ContainerRun run, long pid) {
        run.runsAs(pid);
        listeners.forEach(listener -> listener.accept(run.container()));
    }

    /** Listeners are told on a thread of their own: whoever is here may be awaited by one of them. */
    private void end(ContainerRun run, Ending ending, Instant now) {
        run.end(ending, now);
        Thread.startVirtualThread(() -> listeners.forEach(listener -> listener.accept(run.container())));
    }

    private boolean isAlive(ContainerRef container) {
        return run(container).map(ContainerRun::isAlive).orElse(false);
    }

    private Optional<ContainerRun> run(ContainerRef container) {
        return Optional.ofNullable(runs.get(container));
    }

    private List<ContainerRun> ofPod(PodRef pod) {
        return runs.values().stream()
                .filter(run -> run.container().pod().equals(pod))
                .toList();
    }

    private ProcessPod require(PodRef pod) {
        var found = pods.get(pod);
        if (found == null) {
            throw new IllegalStateException("The pod " + pod + " has not been prepared");
        }
        return found;
    }
}
