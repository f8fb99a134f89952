package io.otalite.local.system;

import io.otalite.process.ProcessRuntime;
import io.otalite.process.ProcessSpec;
import io.otalite.process.ProcessStatus;
import java.util.Optional;

/** A part that this JVM supervises. */
record LocalProcess(ProcessRuntime runtime, ProcessSpec spec) implements ManagedProcess {

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public Optional<ProcessStatus> status() {
        return runtime.status(spec.name());
    }

    @Override
    public void stop() {
        runtime.stop(spec.name());
    }

    @Override
    public void start() {
        runtime.start(spec);
    }
}
