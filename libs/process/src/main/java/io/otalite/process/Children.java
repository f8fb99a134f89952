package io.otalite.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The operating system's side: how a child is made, asked to end, and ended with all that came of it. */
final class Children {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "JAVA_HOME");
    private static final Duration DEATH = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private Children() {}

    /** A child with an environment of its own making: what the parent happens to know stays with the parent. */
    static ProcessBuilder prepare(List<String> command, Launch launch) {
        var builder = new ProcessBuilder(command)
                .directory(launch.workingDirectory().toFile())
                .redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(launch.environment());
        return builder;
    }

    /**
     * Starts a child as the leader of a session: a Ctrl-C in the terminal reaches its supervisor alone, and the session's
     * process group can be ended as one.
     *
     * @param command what is run for that of the specification
     */
    static Process start(ProcessSpec spec, List<String> command, RunOutput output, ProcessMark mark)
            throws IOException {
        var inSession = new ArrayList<>(List.of("setsid"));
        inSession.addAll(command);
        var builder = output.prepare(prepare(inSession, spec.launch())).redirectInput(new File("/dev/null"));
        builder.environment().putAll(mark.variable(spec.name()));
        return builder.start();
    }

    /** Asks a process to end. Nothing happens to one that has ended. */
    static void ask(ProcessHandle process, StopPolicy.Signal signal) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        switch (signal) {
            case TERM -> process.destroy();
            case INT -> signal("INT", process.pid());
        }
    }

    /** Ends what is left of a session whose leader has gone, and every other process that carries the mark. */
    static void endRest(long leader, ProcessMark mark, String name) throws InterruptedException {
        signal("KILL", -leader);
        end(() -> mark.find(name));
    }

    /** Kills the found processes, and those they started meanwhile, until none is found; gives up after 5 s. */
    static void end(Supplier<List<ProcessMark.Marked>> rest) throws InterruptedException {
        var deadline = System.nanoTime() + DEATH.toNanos();
        for (var found = rest.get(); !found.isEmpty() && System.nanoTime() < deadline; found = rest.get()) {
            found.forEach(marked -> marked.handle().destroyForcibly());
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Returns when no such process is found any more, or the time is over. */
    static void awaitEnd(Supplier<List<ProcessMark.Marked>> processes, Duration time) throws InterruptedException {
        var deadline = System.nanoTime() + time.toNanos();
        while (!processes.get().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** A negative target means a process group. That there is none is what the caller wanted. */
    private static void signal(String signal, long target) throws InterruptedException {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" -- \"$1\"", signal, Long.toString(target))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No signal can be sent: /bin/sh does not start", e);
        }
    }
}
