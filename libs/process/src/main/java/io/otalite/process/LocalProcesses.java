package io.otalite.process;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs processes as children of this JVM, on Linux: it needs {@code setsid} and {@code /proc}. A child outlives a JVM that
 * is killed; {@link #stopLeftovers} finds it again.
 */
public final class LocalProcesses implements ProcessRuntime {
    /** A longer log is cut; together with the piece kept aside a process may use twice as much of the disk. */
    public static final long LOG_LIMIT_BYTES = 50L * 1024 * 1024;

    private final ProcessMark mark;
    private final Prober prober;
    private final List<ProcessListener> listeners = new CopyOnWriteArrayList<>();
    private final SupervisedProcess.Surroundings surroundings;
    private final Map<String, SupervisedProcess> processes = new LinkedHashMap<>();
    private boolean closed;

    /** A living process that an earlier runtime left behind. */
    public record Leftover(String name, long pid) {}

    public LocalProcesses(ProcessMark mark, Clock clock) {
        this(mark, clock, AotCaches.none());
    }

    /** @param caches for the Java programs among the processes; to be closed by whoever made them, after this */
    public LocalProcesses(ProcessMark mark, Clock clock, AotCaches caches) {
        this(mark, clock, caches, LOG_LIMIT_BYTES);
    }

    LocalProcesses(ProcessMark mark, Clock clock, AotCaches caches, long logLimit) {
        this.mark = mark;
        this.prober = new Prober(mark);
        this.surroundings = new SupervisedProcess.Surroundings(
                mark,
                prober,
                clock,
                status -> listeners.forEach(listener -> listener.changed(status)),
                caches,
                logLimit);
    }

    /**
     * Stops every process of this mark that is alive: asks it to end, kills it after the grace period. To be called
     * before anything is started, by the only runtime that uses the mark.
     *
     * @return what was found
     */
    public List<Leftover> stopLeftovers(Duration gracePeriod) throws InterruptedException {
        var found = mark.find();
        if (!found.isEmpty()) {
            found.forEach(marked -> marked.handle().destroy());
            Children.awaitEnd(mark::find, gracePeriod);
            Children.end(mark::find);
        }
        return found.stream()
                .map(marked -> new Leftover(marked.name(), marked.handle().pid()))
                .toList();
    }

    @Override
    public void start(ProcessSpec spec) {
        start(spec, new RunOutput.ToLogFile(new ProcessLog(spec.launch().logFile(), surroundings.logLimit())));
    }

    @Override
    public void start(ProcessSpec spec, OutputStream output) {
        start(spec, new RunOutput.ToStream(output));
    }

    private void start(ProcessSpec spec, RunOutput output) {
        var process = new SupervisedProcess(spec, output, surroundings);
        synchronized (processes) {
            if (closed) {
                throw new ProcessRuntimeException(spec.name(), "the runtime is closed, nothing can be started");
            }
            if (processes.putIfAbsent(spec.name(), process) != null) {
                throw new ProcessRuntimeException(spec.name(), "the name is taken; stop the process that has it first");
            }
        }
        process.supervise();
    }

    @Override
    public Optional<ProcessStatus> status(String name) {
        return find(name).map(SupervisedProcess::status);
    }

    @Override
    public List<ProcessStatus> statuses() {
        return all().stream().map(SupervisedProcess::status).toList();
    }

    @Override
    public void stop(String name) {
        find(name).ifPresent(this::stop);
    }

    @Override
    public void stop(String name, Duration gracePeriod) {
        find(name).ifPresent(process -> stop(process, gracePeriod));
    }

    @Override
    public Optional<String> run(String name, List<String> command, Duration timeout) throws InterruptedException {
        var process = find(name);
        if (process.isEmpty() || process.get().status().state().processId().isEmpty()) {
            return Optional.of("the process does not run");
        }
        var probe = new Probe(new ProbeAction.Exec(command), timeout, timeout, 1);
        return switch (prober.ask(probe, process.get().spec())) {
            case ProbeResult.Passed() -> Optional.empty();
            case ProbeResult.Failed(var reason) -> Optional.of(reason);
        };
    }

    private void stop(SupervisedProcess process) {
        stop(process, process.spec().stop().gracePeriod());
    }

    private void stop(SupervisedProcess process, Duration gracePeriod) {
        process.stop(gracePeriod);
        synchronized (processes) {
            processes.remove(process.spec().name(), process);
        }
    }

    @Override
    public List<String> logs(String name, int lines) {
        return find(name)
                .map(process -> ProcessLog.tail(process.spec().launch().logFile(), lines))
                .orElse(List.of());
    }

    @Override
    public void observe(ProcessListener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        synchronized (processes) {
            closed = true;
        }
        all().reversed().forEach(this::stop);
        prober.close();
    }

    private Optional<SupervisedProcess> find(String name) {
        synchronized (processes) {
            return Optional.ofNullable(processes.get(name));
        }
    }

    private List<SupervisedProcess> all() {
        synchronized (processes) {
            return new ArrayList<>(processes.values());
        }
    }
}
