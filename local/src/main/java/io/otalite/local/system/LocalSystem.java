package io.otalite.local.system;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.local.cluster.Workloads;
import io.otalite.process.AotCaches;
import io.otalite.process.LocalProcesses;
import io.otalite.process.ProcessMark;
import io.otalite.process.ProcessSpec;
import io.otalite.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres, Kafka, the Google emulator and a cluster as processes of this machine, and the services as Deployments of that
 * cluster. What {@code ./ota up} runs, and what a test runs that wants the real thing.
 *
 * <p>One instance is one life: {@link #start} once, {@link #close} once or more, from any thread and at any moment.
 * What the system stored stays in its state directory and is there for the next instance.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final LocalSystemSettings settings;
    private final Clock clock;
    private final StateDirectory state;
    private final Endpoints endpoints;
    private final StateLock lock;
    private final AotCaches caches;
    private final LocalProcesses processes;
    private final ProgressReport report;
    private final Map<String, ManagedProcess> managed = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<Workloads> workloads = Optional.empty();

    /**
     * Takes possession of the state directory; nothing runs yet.
     *
     * @throws LocalSystemException when a system runs on it already, or the folder is not for us
     */
    public LocalSystem(LocalSystemSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.report = new ProgressReport(settings.progress());
        this.state = StateDirectory.open(settings.stateDirectory());
        this.endpoints = new Endpoints(settings.ports(), settings.network(), state.adminToken());
        this.lock = StateLock.tryAcquire(state).orElseThrow(() -> alreadyRunning(state));
        this.caches = AotCaches.in(settings.layout().aotCaches());
        this.processes = new LocalProcesses(new ProcessMark(state.id()), clock, caches);
    }

    private static LocalSystemException alreadyRunning(StateDirectory state) {
        var where = Optional.of(state.endpointsFile())
                .filter(Files::exists)
                .flatMap(_ -> RunningSystem.find(state))
                .map(running -> " by process %d since %s; its API is at %s"
                        .formatted(
                                running.pid(),
                                running.since(),
                                running.endpoints().api()))
                .orElse("");
        return new LocalSystemException("""
                A system runs on %s already%s.
                Use that one, or stop it with Ctrl-C where it was started. For a second system beside it, choose another \
                directory and other ports: --state DIR --port NAME=NUMBER""".formatted(state.path(), where));
    }

    /**
     * Starts everything and returns when all of it is ready. Nothing is left running when it does not succeed.
     *
     * @throws StartFailedException when a process does not become ready
     * @throws LocalSystemException when the machine cannot carry the system; nothing was started then
     */
    public void start() throws InterruptedException {
        var started = false;
        try {
            startAll();
            started = true;
        } catch (IOException e) {
            throw new LocalSystemException("The state in " + state.path() + " cannot be written: " + e, e);
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private void startAll() throws IOException, InterruptedException {
        settings.layout().requireBuilt(settings.services());
        DiskSpace.require(state.path(), DiskSpace.NEEDED_BYTES);
        Leftovers.stop(state, LEFTOVER_GRACE, clock)
                .forEach(leftover ->
                        settings.progress().accept(new Progress.LeftoverStopped(leftover.name(), leftover.pid())));
        settings.network().requireHere();
        settings.ports().requireFree();
        RunRecord.removeAll(state);
        new RunningSystem(
                        state,
                        ProcessHandle.current().pid(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                        endpoints)
                .write();

        var secrets = LocalSecrets.prepare(state);
        var parts = new Parts(settings.layout(), state, secrets, endpoints);
        var postgres = new PostgresPart(state, secrets, processes, settings.progress());
        processes.observe(this::changed);
        var readiness = new Readiness(processes::logs, parts::logFile);
        processes.observe(readiness::changed);
        run(Parts.KAFKA, parts::kafka);
        run(Parts.GOOGLE, parts::google);
        run(Parts.POSTGRES, () -> postgres.prepare(settings.ports().number(PortName.POSTGRES)));
        run(Parts.CLUSTER, parts::cluster);
        if (managed.containsKey(Parts.CLUSTER)) {
            // The services wait for nobody; only their credential has to be made first.
            var first = Set.of(Parts.CLUSTER, Parts.GOOGLE).stream()
                    .filter(managed::containsKey)
                    .toList();
            var others = List.copyOf(managed.keySet());
            readiness.await(first, PATIENCE);
            deploy(secrets);
            readiness.await(others, PATIENCE);
        } else {
            readiness.await(List.copyOf(managed.keySet()), PATIENCE);
        }
    }

    /** The services: by the cluster, from the manifests of production. */
    private void deploy(LocalSecrets secrets) throws InterruptedException {
        var cluster = Workloads.of(state.kubeconfig(), state.logs());
        workloads = Optional.of(cluster);
        var guard = GuardCertificate.issue(secrets.guardAuthority(), clock.instant());
        var deployment = new Deployment(settings, endpoints, secrets, guard);
        deployment.endWhatRuns(cluster);
        var readiness = new Readiness(cluster::logs, cluster::logFile);
        Deployment.SERVICES.forEach(name -> {
            managed.put(name, new Workload(cluster, name));
            report.asked(name, clock.instant());
        });
        cluster.startLogsAnew(Deployment.SERVICES);
        cluster.observe(status -> {
            changed(status);
            readiness.changed(status);
        });
        deployment.applyTo(cluster);
        readiness.await(settings.services(), PATIENCE);
    }

    private interface Preparation {
        ProcessSpec prepare() throws InterruptedException;
    }

    private void run(String name, Preparation preparation) throws InterruptedException {
        if (settings.processes().contains(name)) {
            var spec = settings.changed(preparation.prepare());
            managed.put(name, new LocalProcess(processes, spec));
            processes.start(spec);
        }
    }

    /** A change of a process that stays: told to the person in front, and written down for other commands. */
    private void changed(ProcessStatus status) {
        if (!managed.containsKey(status.name())) {
            return;
        }
        report.changed(status);
        try {
            RunRecord.of(status).write(state);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("process", status.name()).log("The state could not be written down");
        }
    }

    /** Where everything is reached. */
    public Endpoints endpoints() {
        return endpoints;
    }

    public StateDirectory state() {
        return state;
    }

    /**
     * One of the processes.
     *
     * @throws LocalSystemException when the system has no process of that name, or has not started it yet
     */
    public ManagedProcess process(String name) {
        var process = managed.get(name);
        if (process == null) {
            throw new LocalSystemException("There is no process " + name + "; there are " + managed.keySet());
        }
        return process;
    }

    /**
     * The cluster that runs the services.
     *
     * @throws LocalSystemException when the system runs without it, or has not reached it yet
     */
    public Workloads cluster() {
        return workloads.orElseThrow(() -> new LocalSystemException("The system has no cluster, or not yet"));
    }

    /** What each part does now, in the order of their starts. */
    public List<ProcessStatus> statuses() {
        return List.copyOf(managed.values()).stream()
                .flatMap(process -> process.status().stream())
                .toList();
    }

    /** Stops everything in reverse order and gives the state directory back. A later call waits for the first one. */
    @Override
    public void close() {
        synchronized (closed) {
            try {
                workloads.ifPresent(this::stopServices);
            } finally {
                workloads = Optional.empty();
                closeProcesses();
            }
        }
    }

    /** While everything that they need is still there; and the next start begins without pods that know old addresses. */
    private void stopServices(Workloads cluster) {
        try (cluster) {
            if (processes.status(Parts.CLUSTER).filter(ProcessStatus::ready).isPresent()) {
                cluster.scale(Deployment.SERVICES, 0);
            }
        } catch (KubernetesClientException | CompletionException e) {
            LOG.atDebug().setCause(e).log("The services could not be scaled down; they end with the cluster");
        }
    }

    private void closeProcesses() {
        processes.close();
        if (caches.pending() > 0) {
            settings.progress().accept(new Progress.Preparing("AOT caches", "for a faster start the next time"));
        }
        caches.close();
        if (closed.compareAndSet(false, true)) {
            try {
                RunningSystem.forget(state);
                RunRecord.removeAll(state);
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("Files about the run could not be removed");
            } finally {
                lock.close();
            }
        }
    }
}
