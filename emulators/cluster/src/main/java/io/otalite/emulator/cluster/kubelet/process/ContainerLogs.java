package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of the last two runs of every container. */
final class ContainerLogs implements PodLogs {
    private static final int RUNS = 2;

    private final Map<ContainerRef, Deque<ContainerLog>> newestFirst = new ConcurrentHashMap<>();

    /** The log of a new run; that of the run before the last is deleted. */
    void add(ContainerRef container, ContainerLog log) throws IOException {
        var superfluous = new ArrayList<ContainerLog>();
        newestFirst.compute(container, (_, known) -> {
            var runs = known == null ? new ArrayDeque<ContainerLog>() : new ArrayDeque<>(known);
            runs.addFirst(log);
            while (runs.size() > RUNS) {
                superfluous.add(runs.removeLast());
            }
            return runs;
        });
        for (var old : superfluous) {
            old.delete();
        }
    }

    void remove(ContainerRef container) {
        newestFirst.remove(container);
    }

    @Override
    public boolean exists(ContainerRef container, boolean previous) {
        return find(container, previous).isPresent();
    }

    @Override
    public void copy(ContainerRef container, Wanted wanted, OutputStream out) throws IOException, InterruptedException {
        var log = find(container, wanted.previous());
        if (log.isEmpty()) {
            return;
        }
        var printer = new Printer(wanted, out);
        try (var cursor = log.get().read()) {
            if (wanted.tailLines().isPresent()) {
                var most = wanted.tailLines().getAsInt();
                printer.printAll(last(most, cursor, wanted));
            } else {
                printer.printNew(cursor);
            }
            while (wanted.follow() && !printer.isFull() && cursor.awaitMore()) {
                printer.printNew(cursor);
            }
        }
    }

    private static List<LogLine> last(int most, LogCursor cursor, Wanted wanted) throws IOException {
        var result = new ArrayDeque<LogLine>();
        for (var line = cursor.next(); line.isPresent(); line = cursor.next()) {
            if (!isTooOld(line.get(), wanted)) {
                result.addLast(line.get());
            }
            if (result.size() > most) {
                result.removeFirst();
            }
        }
        return List.copyOf(result);
    }

    private static boolean isTooOld(LogLine line, Wanted wanted) {
        return wanted.since().map(line::isBefore).orElse(false);
    }

    private Optional<ContainerLog> find(ContainerRef container, boolean previous) {
        var runs = newestFirst.getOrDefault(container, new ArrayDeque<>());
        return runs.stream().skip(previous ? 1 : 0).findFirst();
    }

    /** Lines on their way to a reader. */
    private static final class Printer {
        private final Wanted wanted;
        private final OutputStream out;
        private long room;
        private boolean withinLine;

        Printer(Wanted wanted, OutputStream out) {
            this.wanted = wanted;
            this.out = out;
            this.room = wanted.limitBytes().orElse(Long.MAX_VALUE);
        }

        boolean isFull() {
            return room <= 0;
        }

        void printAll(List<LogLine> lines) throws IOException {
            for (var line : lines) {
                print(line);
            }
        }

        /** Prints while it reads: a log may be larger than what should be held of it. */
        void printNew(LogCursor cursor) throws IOException {
            for (var line = cursor.next(); line.isPresent() && !isFull(); line = cursor.next()) {
                if (!isTooOld(line.get(), wanted)) {
                    print(line.get());
                }
            }
        }

        void print(LogLine line) throws IOException {
            var time = wanted.timestamps() && !withinLine ? line.time() + " " : "";
            var bytes = (time + line.raw() + (line.isPiece() ? "" : "\n")).getBytes(StandardCharsets.ISO_8859_1);
            var length = (int) Math.min(room, bytes.length);
            out.write(bytes, 0, length);
            out.flush();
            room -= length;
            withinLine = line.isPiece();
        }
    }
}
