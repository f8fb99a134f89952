package io.otalite.local.system;

import io.otalite.local.cluster.Workloads;
import io.otalite.process.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** A part that the cluster runs. */
record Workload(Workloads workloads, String name) implements ManagedProcess {

    @Override
    public Optional<ProcessStatus> status() {
        return workloads.status(name);
    }

    @Override
    public void stop() {
        workloads.scale(List.of(name), 0);
    }

    @Override
    public void start() {
        workloads.scale(List.of(name), 1);
    }
}
