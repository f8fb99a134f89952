package io.otalite.local.command;

import io.otalite.local.system.LocalSecrets;
import io.otalite.local.system.StateDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the secrets for those parts of a system that are started by somebody else, and before it. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the state directory and the secrets in it, and starts nothing.",
            "What is there stays. Needed only where others start parts of the system, as docker compose does; up does it by itself."
        })
public final class InitCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        var directory = StateDirectory.open(state.path());
        LocalSecrets.prepare(directory);
        command.commandLine().getOut().println("Secrets are in " + directory.secrets() + ".");
        return ExitCode.DONE;
    }
}
