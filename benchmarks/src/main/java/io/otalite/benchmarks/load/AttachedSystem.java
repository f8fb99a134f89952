package io.otalite.benchmarks.load;

import io.otalite.local.system.Endpoints;
import io.otalite.local.system.RunRecord;
import io.otalite.local.system.RunningSystem;
import io.otalite.local.system.StateDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A system that somebody else started and goes on with; what is published stays in it. */
public final class AttachedSystem implements SystemUnderLoad {
    private final RunningSystem running;

    private AttachedSystem(RunningSystem running) {
        this.running = running;
    }

    /** The system that runs on this state directory. */
    public static AttachedSystem of(Path stateDirectory) {
        if (!StateDirectory.exists(stateDirectory)) {
            throw new LoadException("There is no system in " + stateDirectory + ". Start one: ./ota up");
        }
        return new AttachedSystem(RunningSystem.require(StateDirectory.open(stateDirectory)));
    }

    @Override
    public Endpoints endpoints() {
        return running.endpoints();
    }

    @Override
    public Map<String, Long> pids() {
        return RunRecord.readAll(running.state()).stream()
                .filter(process -> process.pid() > 0)
                .collect(Collectors.toMap(RunRecord::name, RunRecord::pid));
    }

    @Override
    public void close() {
        // Its owner stops it.
    }
}
