package io.otalite.benchmarks.load;

import io.otalite.local.system.Endpoints;
import io.otalite.local.system.LocalSystem;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.Ports;
import io.otalite.local.system.ProjectLayout;
import io.otalite.local.system.StateDirectory;
import io.otalite.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A system of our own on free ports and empty state; its processes can be taken away and given back. Closing it stops it and
 * removes what it stored.
 */
public final class StartedSystem implements SystemUnderLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final LocalSystem system;

    /** The processes that scenarios take away. */
    enum Part {
        KAFKA,
        GOOGLE,
        BACKUP_SERVICE;

        private String processName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private StartedSystem(LocalSystem system) {
        this.system = system;
    }

    /** Starts it and returns when it is ready. A signal to this process ends it as well. */
    public static StartedSystem start(Clock clock) throws InterruptedException {
        var settings = LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(emptyFolder())
                .withPorts(Ports.free())
                // What is measured is publishing, archiving and nothing beside them.
                .without("rotation-service");
        var started = new StartedSystem(new LocalSystem(settings, clock));
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-system"));
        started.system.start();
        return started;
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory("ota-benchmark-");
        } catch (IOException e) {
            throw new LoadException("There is no room for a system", e);
        }
    }

    @Override
    public Endpoints endpoints() {
        return system.endpoints();
    }

    /** The file with the service-account key of the archive. */
    Path archiveCredential() {
        return system.state().secrets().resolve("gcs-key.json");
    }

    @Override
    public Map<String, Long> pids() {
        var pids = new HashMap<String, Long>();
        for (var status : system.statuses()) {
            status.state().processId().ifPresent(pid -> pids.put(status.name(), pid));
        }
        return pids;
    }

    /** Stops these, in this order. */
    void stop(Part... parts) {
        Arrays.stream(parts).forEach(part -> system.process(part.processName()).stop());
    }

    /** Starts these again and waits until they are ready. */
    void startAgain(Part... parts) throws InterruptedException {
        Arrays.stream(parts).forEach(part -> system.process(part.processName()).start());
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!areReady(parts)) {
            if (System.nanoTime() > end) {
                throw new LoadException("Not ready again within %s: %s"
                        .formatted(
                                PATIENCE,
                                system.statuses().stream()
                                        .filter(status -> !status.ready())
                                        .map(ProcessStatus::name)
                                        .toList()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private boolean areReady(Part... parts) {
        return Arrays.stream(parts)
                .allMatch(part -> system.process(part.processName()).isReady());
    }

    @Override
    public synchronized void close() {
        system.close();
        if (StateDirectory.exists(system.state().path())) {
            system.state().delete();
        }
    }
}
