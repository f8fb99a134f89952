package io.otalite.local;

import io.otalite.local.command.CommandFailures;
import io.otalite.local.command.ConsumeCommand;
import io.otalite.local.command.DemoCommand;
import io.otalite.local.command.IdleCommand;
import io.otalite.local.command.ImagesCommand;
import io.otalite.local.command.InitCommand;
import io.otalite.local.command.LogsCommand;
import io.otalite.local.command.ProduceCommand;
import io.otalite.local.command.ResetCommand;
import io.otalite.local.command.RotateCommand;
import io.otalite.local.command.StatusCommand;
import io.otalite.local.command.UpCommand;
import io.otalite.local.command.VerifyAuditCommand;
import io.otalite.local.command.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line behind the script {@code ./ota}, which adds the command {@code test}. */
@Command(
        name = "ota",
        description = "ota-lite on this machine: start it, look at it, try it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            RotateCommand.class,
            VerifyAuditCommand.class,
            ImagesCommand.class,
            ResetCommand.class,
            InitCommand.class,
            IdleCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Also: ota audit PATH...                     would these manifests start?",
            "      ota test [--soak] [MAVEN ARGUMENTS]   run all tests and print their counts",
            "",
            "Begin with: ./ota up, and in another terminal ./ota demo."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:It did not hold: a step of the demo, a rotation, a process that is not ready, a service that cannot"
                    + " start, an audit trail.",
            "2:The command line is wrong, or what was to be judged could not be read.",
            "3:This machine is not in the state for it: a system runs already, or none does; a port is in use; the disk"
                    + " is full.",
            "130, 143:Stopped by Ctrl-C or SIGTERM; everything was stopped cleanly."
        })
public final class Ota implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Ota()).setExecutionExceptionHandler(new CommandFailures());
        var version = new VersionProvider();
        line.getCommandSpec().versionProvider(version);
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(version));
        return line;
    }

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }
}
