package io.otalite.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that its JVM watches. It writes down what it saw when it is asked to end, and the cache is made of that afterwards,
 * by a JVM of its own (JEP 483, "two steps"): in one step, as JEP 514 has it, the program would take seconds longer to end,
 * and be killed meanwhile.
 */
final class AotTraining implements AotRun {
    private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);
    private static final Duration LONGEST_ASSEMBLY = Duration.ofMinutes(1);
    private static final int LAST_LINES = 5;

    private final Launch launch;
    private final Path folder;
    private final String program;
    private final Path cache;
    private final AotLock lock;
    private final Executor executor;

    /**
     * @param folder of the caches
     * @param program what the names of its caches begin with, whatever its version
     * @param cache the file to be made
     * @param lock of the program; given back at the end
     * @param executor makes the cache
     */
    AotTraining(Launch launch, Path folder, String program, Path cache, AotLock lock, Executor executor) {
        this.launch = launch;
        this.folder = folder;
        this.program = program;
        this.cache = cache;
        this.lock = lock;
        this.executor = executor;
        // What an owner who was killed has left is of another run.
        remove(recording());
    }

    @Override
    public List<String> command() {
        return AotRun.with(launch.command(), List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording()));
    }

    @Override
    public void ended(Ending ending) {
        // A run that failed has not seen what others will do. The file is empty until the program ends in order.
        if (!AotRun.wasAskedToEnd(ending) || recording().toFile().length() == 0) {
            unlock();
            return;
        }
        try {
            executor.execute(this::assemble);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().setCause(e).log("No AOT cache is made: the caches are closed");
            unlock();
        }
    }

    private void assemble() {
        try {
            if (run(assembly())) {
                Files.move(unfinished(), cache, StandardCopyOption.ATOMIC_MOVE);
                removeOthers();
            } else {
                LOG.atWarn()
                        .addKeyValue("cache", cache)
                        .addKeyValue("output", ProcessLog.tail(output(), LAST_LINES))
                        .log("An AOT cache could not be made; the next run is watched again");
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("cache", cache).log("An AOT cache could not be made");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            remove(recording());
            remove(unfinished());
            remove(output());
            unlock();
        }
    }

    private List<String> assembly() {
        var java = AotRun.with(
                launch.command(),
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording(), "-XX:AOTCache=" + unfinished()));
        var command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(java);
        return command;
    }

    private boolean run(List<String> command) throws IOException, InterruptedException {
        var process = Children.prepare(command, launch)
                // The program's own may be gone with it.
                .directory(folder.toFile())
                .redirectOutput(output().toFile())
                .start();
        try {
            return process.waitFor(LONGEST_ASSEMBLY.toSeconds(), TimeUnit.SECONDS)
                    && process.exitValue() == 0
                    && Files.exists(unfinished());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Those of earlier versions of the program with the same options; a JVM that runs with one keeps it open. */
    private void removeOthers() throws IOException {
        try (var files = Files.newDirectoryStream(folder, program + "-*.aot")) {
            for (var file : files) {
                if (!file.equals(cache)) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path recording() {
        return folder.resolve(program + ".recording");
    }

    private Path unfinished() {
        return folder.resolve(program + ".new");
    }

    private Path output() {
        return folder.resolve(program + ".output");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("file", file).log("A file stays until the next cache is made");
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A lock is given back when this process ends");
        }
    }
}
