package io.otalite.local.command;

import io.otalite.local.system.Leftovers;
import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.StateDirectory;
import io.otalite.local.system.StateLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes the state of a system that is stopped. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = {
            "Removes the local state: databases, topics, buckets, secrets, logs.",
            "There is no way back. A folder that ota-lite did not make is never touched."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Removed, or there was nothing.", "1:You said no.", "3:A system runs on it."})
public final class ResetCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Mixin
    private StateOption option = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = command.commandLine().getOut();
        if (!StateDirectory.exists(option.path())) {
            out.println("There is no state in " + option.path() + ".");
            return ExitCode.DONE;
        }
        var state = StateDirectory.open(option.path());
        try (var _ = StateLock.tryAcquire(state).orElseThrow(() -> running(state))) {
            if (!yes && !agreed(state, out)) {
                out.println("Nothing was removed.");
                return ExitCode.DID_NOT_HOLD;
            }
            stopLeftovers(state, out);
            state.delete();
        }
        out.println("Removed " + state.path() + ".");
        return ExitCode.DONE;
    }

    private static LocalSystemException running(StateDirectory state) {
        return new LocalSystemException(
                "A system runs on " + state.path() + ". Stop it first, with Ctrl-C where it was started.");
    }

    private static boolean agreed(StateDirectory state, PrintWriter out) throws IOException {
        out.print("Remove " + state.path() + " with all its data? [y/N] ");
        out.flush();
        var answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static void stopLeftovers(StateDirectory state, PrintWriter out) throws InterruptedException {
        Leftovers.stop(state, GRACE, Clock.systemUTC())
                .forEach(leftover -> out.println("Stopped %s, process %d, left over from a run that was killed."
                        .formatted(leftover.name(), leftover.pid())));
    }
}
