package io.otalite.emulator.cluster.kubelet.scripted;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.kubelet.PodRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few lines that played containers write, of the present run and the one before. */
final class ScriptedLogs implements PodLogs {
    private record Line(Instant time, String text) {}

    private static final class Run {
        private final List<Line> lines = new ArrayList<>();
        private boolean isOver;
    }

    private record Runs(Run present, @Nullable Run previous) {}

    private final Map<ContainerRef, Runs> containers = new HashMap<>();

    synchronized void begin(ContainerRef container) {
        var before = containers.get(container);
        containers.put(container, new Runs(new Run(), before == null ? null : before.present()));
    }

    synchronized void write(ContainerRef container, Instant time, String text) {
        run(container, false).ifPresent(run -> run.lines.add(new Line(time, text)));
        notifyAll();
    }

    synchronized void end(ContainerRef container) {
        run(container, false).ifPresent(run -> run.isOver = true);
        notifyAll();
    }

    synchronized void remove(PodRef pod) {
        containers.forEach(
                (container, runs) -> runs.present().isOver |= container.pod().equals(pod));
        containers.keySet().removeIf(container -> container.pod().equals(pod));
        notifyAll();
    }

    private Optional<Run> run(ContainerRef container, boolean previous) {
        return Optional.ofNullable(containers.get(container))
                .flatMap(runs -> Optional.ofNullable(previous ? runs.previous() : runs.present()));
    }

    @Override
    public synchronized boolean exists(ContainerRef container, boolean previous) {
        return run(container, previous).isPresent();
    }

    @Override
    public void copy(ContainerRef container, Wanted wanted, OutputStream out) throws IOException, InterruptedException {
        Optional<Run> run;
        synchronized (this) {
            run = run(container, wanted.previous());
        }
        if (run.isEmpty()) {
            return;
        }
        var left = wanted.limitBytes().orElse(Long.MAX_VALUE);
        var position = Math.max(0, size(run.get()) - wanted.tailLines().orElse(Integer.MAX_VALUE));
        for (var line = next(run.get(), position, wanted.follow());
                line.isPresent() && left > 0;
                line = next(run.get(), ++position, wanted.follow())) {
            left -= write(line.get(), wanted, left, out);
        }
    }

    private synchronized int size(Run run) {
        return run.lines.size();
    }

    private synchronized Optional<Line> next(Run run, int position, boolean follow) throws InterruptedException {
        while (follow && !run.isOver && position >= run.lines.size()) {
            wait();
        }
        return position < run.lines.size() ? Optional.of(run.lines.get(position)) : Optional.empty();
    }

    private static long write(Line line, Wanted wanted, long left, OutputStream out) throws IOException {
        if (wanted.since().filter(line.time()::isBefore).isPresent()) {
            return 0;
        }
        var text = (wanted.timestamps() ? line.time() + " " : "") + line.text() + "\n";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var length = (int) Math.min(left, bytes.length);
        out.write(bytes, 0, length);
        out.flush();
        return length;
    }
}
