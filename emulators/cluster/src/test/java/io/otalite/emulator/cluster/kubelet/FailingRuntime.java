package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A runtime whose next calls fail, as often as a test says. */
final class FailingRuntime implements ContainerRuntime {
    private final ContainerRuntime real;
    int failingUpdates;
    int failingProbes;
    int failingRemovals;

    FailingRuntime(ContainerRuntime real) {
        this.real = real;
    }

    private static void failIf(boolean fails) {
        if (fails) {
            throw new IllegalStateException("as the test wants it");
        }
    }

    @Override
    public boolean hasImage(String image) {
        return real.hasImage(image);
    }

    @Override
    public void preparePod(PodSandbox pod) {
        real.preparePod(pod);
    }

    @Override
    public void updateVolume(PodRef pod, VolumeContent volume) {
        failIf(failingUpdates-- > 0);
        real.updateVolume(pod, volume);
    }

    @Override
    public void start(ContainerSpec container) {
        real.start(container);
    }

    @Override
    public Optional<ContainerState> state(ContainerRef container) {
        return real.state(container);
    }

    @Override
    public void stop(ContainerRef container, Duration grace) {
        real.stop(container, grace);
    }

    @Override
    public Optional<String> probe(ContainerRef container, ProbeAction action, Duration timeout)
            throws InterruptedException {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("A probe needs time");
        }
        failIf(failingProbes-- > 0);
        return real.probe(container, action, timeout);
    }

    @Override
    public void removePod(PodRef pod) {
        failIf(failingRemovals-- > 0);
        real.removePod(pod);
    }

    @Override
    public PodLogs logs() {
        return real.logs();
    }

    @Override
    public void observe(Consumer<ContainerRef> listener) {
        real.observe(listener);
    }

    @Override
    public void close() {
        real.close();
    }
}
