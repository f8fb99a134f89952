package io.otalite.local.command;

import io.otalite.local.system.ExitHook;
import io.otalite.local.system.LocalSystem;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.Progress;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;

/** A system that belongs to this command: it ends with it, whether the command returns or the process is told to end. */
final class Foreground implements AutoCloseable {
    private final LocalSystem system;
    private final BuildInUse buildInUse;
    private final PrintWriter out;
    private final ExitHook hook;
    private volatile boolean ending;

    Foreground(LocalSystemSettings settings, PrintWriter out) {
        this.out = out;
        this.buildInUse = BuildInUse.hold(ProjectLayout.find());
        this.system = new LocalSystem(settings.withProgress(this::show), Clock.systemUTC());
        this.hook = ExitHook.register("stop", this::stopAll);
    }

    /** Starts it and returns when all is ready. */
    LocalSystem start() throws InterruptedException {
        try {
            system.start();
            return system;
        } catch (RuntimeException e) {
            waitForEverIfEnding();
            throw e;
        }
    }

    /** A start that fails because Ctrl-C was pressed is no failure to talk about: the hook has the last word. */
    private void waitForEverIfEnding() throws InterruptedException {
        if (ending) {
            Thread.currentThread().join();
        }
    }

    /** Waits for the signal that ends the process. */
    void untilSignal() throws InterruptedException {
        Thread.currentThread().join();
    }

    private void stopAll() {
        ending = true;
        out.println();
        out.println("Stopping.");
        out.flush();
        system.close();
        out.println("All stopped.");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        system.close();
        buildInUse.close();
        hook.cancel();
    }

    private void show(Progress progress) {
        var line = switch (progress) {
            case Progress.LeftoverStopped(var process, var pid) ->
                "Stopped %s, process %d, left over from a run that was killed.".formatted(process, pid);
            case Progress.Preparing(var process, var what) -> line(process, what);
            case Progress.Ready(var process, var after) ->
                line(process, String.format(Locale.ROOT, "ready   %.1f s", after.toMillis() / 1000.0));
            case Progress.Recovered(var process) -> line(process, "ready again");
            case Progress.Unready(var process, var reason) -> line(process, "not ready: " + reason);
            case Progress.Restarting(var process, var what, var pause) ->
                line(process, pause.isZero() ? what : "%s; starting again in %d s".formatted(what, pause.toSeconds()));
            case Progress.Stopped(var process) -> line(process, "stopped");
        };
        out.println(line);
        out.flush();
    }

    private static String line(String process, String what) {
        return "  %-18s%s".formatted(process, what);
    }
}
