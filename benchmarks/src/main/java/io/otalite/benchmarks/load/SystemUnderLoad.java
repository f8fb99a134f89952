package io.otalite.benchmarks.load;

import io.otalite.local.system.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** The system that is measured. */
public sealed interface SystemUnderLoad extends AutoCloseable permits AttachedSystem, StartedSystem {

    Endpoints endpoints();

    /** The processes that run now, by name. */
    Map<String, Long> pids();

    /** The administrator's token. */
    default String token() {
        var file = endpoints().adminTokenFile();
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LoadException("The admin token in " + file + " cannot be read", e);
        }
    }

    @Override
    void close();
}
