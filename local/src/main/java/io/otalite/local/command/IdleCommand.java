package io.otalite.local.command;

import io.otalite.local.system.ProjectLayout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells the script whether it may build: 0 when no system runs from the build's output. */
@Command(name = "idle", hidden = true, description = "Ends with 0 when no running system uses the built classes.")
public final class IdleCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return BuildInUse.isIdle(ProjectLayout.find()) ? ExitCode.DONE : ExitCode.BUILD_IN_USE;
    }
}
