package io.otalite.emulator.cluster.kubelet.scripted;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerRuntime;
import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerState;
import io.otalite.emulator.cluster.kubelet.ContainerState.Ended;
import io.otalite.emulator.cluster.kubelet.ContainerState.Running;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.kubelet.PodRef;
import io.otalite.emulator.cluster.kubelet.PodSandbox;
import io.otalite.emulator.cluster.kubelet.ProbeAction;
import io.otalite.emulator.cluster.kubelet.VolumeContent;
import io.otalite.emulator.cluster.reconcile.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Plays containers by their {@link Script}s, with nothing but a clock and a timer. A container costs a map entry. */
public final class ScriptedRuntime implements ContainerRuntime {
    private static final int KILLED = 137;
    private static final int CANNOT_RUN = 128;

    private static final class Pod {
        private PodSandbox sandbox;
        private final Map<String, VolumeContent> volumes = new HashMap<>();
        private final Map<ContainerRef, Container> containers = new HashMap<>();

        Pod(PodSandbox sandbox) {
            this.sandbox = sandbox;
        }
    }

    private record Container(ContainerSpec spec, Script script, ContainerState state, boolean isStopping) {}

    private final Clock clock;
    private final Timer timer;
    private final Predicate<String> images;
    private final Map<PodRef, Pod> pods = new HashMap<>();
    private final List<Consumer<ContainerRef>> listeners = new CopyOnWriteArrayList<>();
    private final ScriptedLogs logs = new ScriptedLogs();

    /** @param images whether an image is known */
    public ScriptedRuntime(Clock clock, Timer timer, Predicate<String> images) {
        this.clock = clock;
        this.timer = timer;
        this.images = images;
    }

    @Override
    public boolean hasImage(String image) {
        return images.test(image);
    }

    @Override
    public synchronized void preparePod(PodSandbox sandbox) {
        var pod = pods.computeIfAbsent(sandbox.pod(), _ -> new Pod(sandbox));
        pod.sandbox = sandbox;
        sandbox.volumes().forEach(volume -> pod.volumes.put(volume.name(), volume));
    }

    @Override
    public synchronized void updateVolume(PodRef ref, VolumeContent volume) {
        Optional.ofNullable(pods.get(ref)).ifPresent(pod -> pod.volumes.put(volume.name(), volume));
    }

    @Override
    public synchronized void start(ContainerSpec spec) {
        var pod = pods.get(spec.ref().pod());
        if (pod == null) {
            throw new IllegalStateException("the pod of %s was not prepared".formatted(spec.ref()));
        }
        if (state(spec.ref()).orElse(null) instanceof Running) {
            throw new IllegalStateException("a run of %s is alive".formatted(spec.ref()));
        }
        var now = clock.instant();
        logs.begin(spec.ref());
        try {
            var script = Script.of(spec.ref().container(), pod.sandbox.annotations());
            var container = new Container(spec, script, new Running(spec.run(), "", now), false);
            pod.containers.put(spec.ref(), container);
            play(container, now);
        } catch (IllegalArgumentException e) {
            var script = Script.of(spec.ref().container(), Map.of());
            pod.containers.put(spec.ref(), new Container(spec, script, new Running(spec.run(), "", now), false));
            end(spec.ref(), spec.run(), CANNOT_RUN, "ContainerCannotRun", String.valueOf(e.getMessage()));
        }
    }

    private void play(Container container, Instant now) {
        var spec = container.spec();
        var ref = spec.ref();
        var script = container.script();
        script.line().ifPresent(line -> logs.write(ref, now, line));
        var missing = script.requiredVariable()
                .filter(name -> spec.environment().getOrDefault(name, "").isEmpty());
        if (missing.isPresent()) {
            logs.write(ref, now, missing.get() + " is not set");
            end(ref, spec.run(), 1, "Error", spec.isLogShownOnError() ? missing.get() + " is not set" : "");
            return;
        }
        script.endsAfter(spec.run()).ifPresent(after -> {
            var code = script.endsWith(spec.run());
            var reason = code == 0 ? "Completed" : code == KILLED ? "OOMKilled" : "Error";
            timer.at(now.plus(after), () -> end(ref, spec.run(), code, reason, ""));
        });
    }

    private synchronized void end(ContainerRef ref, int run, int code, String reason, String message) {
        var pod = pods.get(ref.pod());
        var container = pod == null ? null : pod.containers.get(ref);
        if (pod == null
                || container == null
                || !(container.state() instanceof Running running)
                || running.run() != run) {
            return;
        }
        var ended = new Ended(run, code, reason, message, running.startedAt(), clock.instant());
        pod.containers.put(ref, new Container(container.spec(), container.script(), ended, false));
        logs.end(ref);
        listeners.forEach(listener -> listener.accept(ref));
    }

    @Override
    public synchronized Optional<ContainerState> state(ContainerRef ref) {
        return container(ref).map(Container::state);
    }

    private Optional<Container> container(ContainerRef ref) {
        return Optional.ofNullable(pods.get(ref.pod())).flatMap(pod -> Optional.ofNullable(pod.containers.get(ref)));
    }

    @Override
    public synchronized void stop(ContainerRef ref, Duration grace) {
        container(ref).filter(container -> container.state() instanceof Running).ifPresent(container -> {
            var now = clock.instant();
            var run = container.state().run();
            timer.at(now.plus(grace), () -> end(ref, run, KILLED, "Error", ""));
            if (!container.script().ignoresTerm() && !container.isStopping()) {
                remember(ref, new Container(container.spec(), container.script(), container.state(), true));
                var takes = container.script().stopTakes();
                timer.at(now.plus(takes), () -> end(ref, run, 0, "Completed", ""));
            }
        });
    }

    private void remember(ContainerRef ref, Container container) {
        Optional.ofNullable(pods.get(ref.pod())).ifPresent(pod -> pod.containers.put(ref, container));
    }

    @Override
    public synchronized Optional<String> probe(ContainerRef ref, ProbeAction action, Duration timeout) {
        var container = container(ref);
        if (container.isEmpty() || !(container.get().state() instanceof Running running)) {
            return Optional.of("the container does not run");
        }
        var age = Duration.between(running.startedAt(), clock.instant());
        var script = container.get().script();
        if (age.compareTo(script.readyAfter()) < 0) {
            return Optional.of("connection refused");
        }
        return script.unhealthyAfter()
                .filter(after -> age.compareTo(after) >= 0)
                .map(_ -> "HTTP probe failed with statuscode: 503");
    }

    @Override
    public synchronized void removePod(PodRef pod) {
        pods.remove(pod);
        logs.remove(pod);
    }

    @Override
    public PodLogs logs() {
        return logs;
    }

    @Override
    public void observe(Consumer<ContainerRef> listener) {
        listeners.add(listener);
    }

    /** With what the last run of a container was started, for a test that wants to know what it would see. */
    public synchronized Optional<ContainerSpec> spec(ContainerRef ref) {
        return container(ref).map(Container::spec);
    }

    /** What is in a volume of a pod now, for a test that wants to know what a container would see. */
    public synchronized Optional<VolumeContent> volume(PodRef ref, String name) {
        return Optional.ofNullable(pods.get(ref)).flatMap(pod -> Optional.ofNullable(pod.volumes.get(name)));
    }

    @Override
    public synchronized void close() {
        List.copyOf(pods.keySet()).forEach(this::removePod);
    }
}
