package io.otalite.benchmarks.load;

import io.otalite.benchmarks.load.PublishClient.Answer;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Runs one {@link Load}. A request belongs to the measurement when its turn came within the measured time. */
final class LoadRun {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Load load;
    private final PublishClient api;
    private final ArchiveLedger ledger;
    private final Supplier<CpuTime> cpu;
    private final AtomicLong revisions = new AtomicLong();

    /** @param cpu gives the CPU time at the moment it is asked */
    LoadRun(Load load, PublishClient api, ArchiveLedger ledger, Supplier<CpuTime> cpu) {
        this.load = load;
        this.api = api;
        this.ledger = ledger;
        this.cpu = cpu;
    }

    /** The measured time, in nanoTime. */
    private record Window(long from, long to) {
        boolean holds(long nanos) {
            return nanos - from >= 0 && nanos - to < 0;
        }

        double seconds() {
            return (to - from) / NANOS_PER_SECOND;
        }
    }

    /** What one client saw. */
    private record Seen(Histogram micros, Map<String, Long> failures) {
        static Seen nothing() {
            return new Seen(Latency.histogramOfMicros(), new TreeMap<>());
        }

        void add(Seen other) {
            micros.add(other.micros);
            other.failures.forEach((cause, count) -> failures.merge(cause, count, Long::sum));
        }
    }

    /** Runs it to its end; the latencies of the archive are the ledger's, once everything has been archived. */
    PublishFigures run() throws InterruptedException {
        ledger.begin();
        var start = System.nanoTime();
        var from = start + load.warmUp().toNanos();
        var window = new Window(from, from + load.measured().toNanos());
        var turns = load.pace().begin(start);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Seen>>();
            for (int i = 0; i < load.clients(); i++) {
                var random = new SplittableRandom(load.seed() + i);
                running.add(clients.submit(() -> client(turns, window, random)));
            }
            var before = cpuAt(window.from());
            var after = cpuAt(window.to());
            return figures(window, together(running), after.secondsSince(before));
        }
    }

    private CpuTime cpuAt(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        return cpu.get();
    }

    private Seen client(Pace.Turns turns, Window window, SplittableRandom random) throws InterruptedException {
        var seen = Seen.nothing();
        for (var turn = turns.next(); turn - window.to() < 0; turn = turns.next()) {
            var factory = load.factories().get(random.nextInt(load.factories().size()));
            var change = load.targets().change(random.nextInt(load.targets().size()), revisions.incrementAndGet());
            var received = api.change(factory, change);
            var measured = window.holds(turn);
            switch (received.answer()) {
                case Answer.Published(var version) -> {
                    ledger.published(identity(factory, version), received.nanos(), measured);
                    if (measured) {
                        seen.micros().recordValue(TimeUnit.NANOSECONDS.toMicros(received.nanos() - turn));
                    }
                }
                case Answer.Failed(var cause) -> {
                    if (measured) {
                        seen.failures().merge(cause, 1L, Long::sum);
                    }
                }
            }
        }
        return seen;
    }

    static String identity(String factory, long version) {
        return new DocumentIdentity(
                        new FactoryName(factory),
                        Dialect.TUF,
                        DocumentIdentity.FULL_SET,
                        RoleName.TARGETS,
                        new MetadataVersion(version))
                .toString();
    }

    private static Seen together(Iterable<Future<Seen>> clients) throws InterruptedException {
        var all = Seen.nothing();
        for (var client : clients) {
            try {
                all.add(client.get());
            } catch (ExecutionException e) {
                throw new LoadException("A client ended before its time: " + e.getCause(), e);
            }
        }
        return all;
    }

    private PublishFigures figures(Window window, Seen seen, SortedMap<String, Double> cpuSeconds) {
        return new PublishFigures(
                load.name(),
                load.factories().size(),
                load.targets().size(),
                load.clients(),
                load.pace().describe(),
                window.seconds(),
                seen.micros().getTotalCount(),
                new TreeMap<>(seen.failures()),
                Latency.of(seen.micros()),
                ledger.latency(),
                cpuSeconds);
    }
}
