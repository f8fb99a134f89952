package io.otalite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of AOT caches: files from which a JVM takes what an earlier run of the same program has loaded, linked and found
 * to be hot (JEP 483, JEP 515), instead of doing it again. The first run of a program is watched by its JVM; when it has
 * ended, a cache is made of what was seen, and the next run is started with it.
 *
 * <p>A cache belongs to one JVM and one class path and is named after both, so one that is out of date is not found, and
 * is removed when the next is there. Nothing depends on a cache: a program whose cache is missing, in the making or
 * broken is started without it.
 */
public final class AotCaches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AotCaches.class);

    private final Optional<Path> folder;
    /** One after the other: each takes a processor for some seconds. */
    private final ThreadPoolExecutor assembly = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("aot-cache").factory());

    private AotCaches(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The caches in this folder, which is made when it is needed; several owners may use it at the same time. */
    public static AotCaches in(Path folder) {
        return new AotCaches(Optional.of(folder.toAbsolutePath().normalize()));
    }

    /** No caches: everything starts as it always did. */
    public static AotCaches none() {
        return new AotCaches(Optional.empty());
    }

    /** How a command, which may be no Java program at all, is to be started this time. */
    AotRun begin(Launch launch) {
        var program = folder.flatMap(_ -> JavaProgram.of(launch.command(), launch.environment()));
        if (program.isEmpty()) {
            return new AotRun.Plain(launch.command());
        }
        try {
            return begin(launch, program.get(), folder.orElseThrow());
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn()
                    .addKeyValue("program", program.get().start())
                    .addKeyValue("reason", e)
                    .log("A program starts without an AOT cache");
            return new AotRun.Plain(launch.command());
        }
    }

    private AotRun begin(Launch launch, JavaProgram program, Path caches) throws IOException {
        var cache = caches.resolve("%s-%s.aot".formatted(program.name(), program.version()));
        if (Files.exists(cache)) {
            return new AotRun.Cached(AotRun.with(launch.command(), List.of("-XX:AOTCache=" + cache)), cache);
        }
        Files.createDirectories(caches);
        // Of two runs at the same time one is watched.
        return AotLock.tryAcquire(caches.resolve(program.name() + ".lock"))
                .<AotRun>map(lock -> new AotTraining(launch, caches, program.name(), cache, lock, assembly))
                .orElseGet(() -> new AotRun.Plain(launch.command()));
    }

    /** How many are being made or wait for it. */
    public int pending() {
        return (int) (assembly.getTaskCount() - assembly.getCompletedTaskCount());
    }

    /** Waits until the caches of all runs that have ended are made; an interrupt gives up those that are not. */
    @Override
    public void close() {
        assembly.shutdown();
        try {
            while (!assembly.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.atInfo().addKeyValue("pending", pending()).log("AOT caches are being made");
            }
        } catch (InterruptedException _) {
            assembly.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
