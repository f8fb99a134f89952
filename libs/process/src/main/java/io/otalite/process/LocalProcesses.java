package io.otalite.process;

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
    private final Prober prober = new Prober();
    private final List<ProcessListener> listeners = new CopyOnWriteArrayList<>();
    private final SupervisedProcess.Surroundings surroundings;
    private final Map<String, SupervisedProcess> processes = new LinkedHashMap<>();
    private boolean closed;

    /** A living process that an earlier runtime left behind. */
    public record Leftover(String name, long pid) {}

    public LocalProcesses(ProcessMark mark, Clock clock) {
        this(mark, clock, LOG_LIMIT_BYTES);
    }

    LocalProcesses(ProcessMark mark, Clock clock, long logLimit) {
        this.mark = mark;
        this.surroundings = new SupervisedProcess.Surroundings(
                mark, prober, clock, status -> listeners.forEach(listener -> listener.changed(status)), logLimit);
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
        var process = new SupervisedProcess(spec, surroundings);
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

    private void stop(SupervisedProcess process) {
        process.stop();
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
