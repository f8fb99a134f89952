package io.otalite.local.command;

import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.ProjectLayout;
import io.otalite.local.system.RunningSystem;
import io.otalite.local.system.StateDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which system is meant. */
final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Directory with the data, secrets and logs of the system. Default: .ota in the project.")
    private @Nullable Path directory;

    Path path() {
        return (directory == null ? ProjectLayout.find().root().resolve(".ota") : directory)
                .toAbsolutePath()
                .normalize();
    }

    /** As another command has to be given it, with a blank before; empty where the default is meant. */
    String repeated() {
        return directory == null ? "" : " --state " + directory;
    }

    /** The state, which must exist. */
    StateDirectory existing() {
        if (!StateDirectory.exists(path())) {
            throw new LocalSystemException("There is no system in " + path() + ". Start one: ./ota up");
        }
        return StateDirectory.open(path());
    }

    RunningSystem running() {
        return RunningSystem.require(existing());
    }
}
