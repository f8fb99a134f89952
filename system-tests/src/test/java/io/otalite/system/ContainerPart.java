package io.otalite.system;

import io.otalite.local.system.ManagedProcess;
import io.otalite.process.ProcessStatus;
import java.time.Duration;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;

/** A part of a system that is a container: taken away and given back with what it stored, at the same address. */
final class ContainerPart implements ManagedProcess {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ManagedProcess place;
    private final GenericContainer<?> container;
    private boolean stopped;

    /** @param place the process that stands in the container's place */
    ContainerPart(ManagedProcess place, GenericContainer<?> container) {
        this.place = place;
        this.container = container;
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public Optional<ProcessStatus> status() {
        return stopped ? Optional.empty() : place.status();
    }

    @Override
    public void stop() {
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout((int) GRACE.toSeconds())
                .exec();
        stopped = true;
    }

    @Override
    public void start() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        stopped = false;
    }

    /** Nobody would start it again. */
    @Override
    public boolean kill() {
        throw new UnsupportedOperationException("A container of a test is stopped and started, not killed");
    }
}
