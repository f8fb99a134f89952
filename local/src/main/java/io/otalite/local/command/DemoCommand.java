package io.otalite.local.command;

import io.otalite.local.demo.Demo;
import io.otalite.local.system.Endpoints;
import io.otalite.local.system.ProjectLayout;
import io.otalite.local.system.RunningSystem;
import io.otalite.local.system.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The guided tour, against the system that runs or one of its own. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes sample Targets and follows them, told step by step, through a lost key and back;",
            "then rotates that key, while all is well and while something else is not.",
            "It uses the system that runs, or else starts one and stops it at the end; with --target compose, the one that docker compose runs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every step held.",
            "1:A step did not hold; the last line says what was expected and what was found.",
            "3:No system could be started, or docker compose runs none."
        })
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "Which system: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, the one on this machine.")
    private Target target = Target.local;

    /** Where the system runs that is shown; the names are the words of the command line. */
    enum Target {
        local,
        compose
    }

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = command.commandLine().getOut();
        if (target == Target.compose) {
            return new ComposeSystem(ProjectLayout.find()).run("demo");
        }
        var running = running();
        if (running.isPresent()) {
            out.println("Using the system that runs on " + running.get().state().path() + ".");
            tell(running.get().endpoints(), running.get().state(), out);
            return ExitCode.DONE;
        }
        out.println("No system runs; starting one for the time of the demo.");
        out.flush();
        try (var foreground = new Foreground(options.settings(), out)) {
            var system = foreground.start();
            tell(system.endpoints(), system.state(), out);
        }
        return ExitCode.DONE;
    }

    private Optional<RunningSystem> running() {
        var path = options.state().path();
        return StateDirectory.exists(path) ? RunningSystem.find(StateDirectory.open(path)) : Optional.empty();
    }

    private static void tell(Endpoints endpoints, StateDirectory state, PrintWriter out) throws InterruptedException {
        try (var demo = new Demo(endpoints, state, out, Clock.systemUTC())) {
            demo.run();
        }
    }
}
