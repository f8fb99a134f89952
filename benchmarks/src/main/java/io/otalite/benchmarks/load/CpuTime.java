package io.otalite.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The CPU time that processes had taken at a moment, each with the processes below it that still run, as the operating
 * system counts it.
 */
record CpuTime(Map<String, Duration> byName) {
    /** The name of this process: its part of the machine is not there for the system under load. */
    static final String LOAD_GENERATOR = "load-generator";

    private static final double NANOS_PER_SECOND = 1e9;

    CpuTime {
        byName = Map.copyOf(byName);
    }

    /** Now, of these processes and this one. */
    static CpuTime of(Map<String, Long> pids) {
        var times = new TreeMap<String, Duration>();
        pids.forEach(
                (name, pid) -> ProcessHandle.of(pid).ifPresent(process -> times.put(name, withDescendants(process))));
        times.put(LOAD_GENERATOR, own(ProcessHandle.current()));
        return new CpuTime(times);
    }

    private static Duration withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(CpuTime::own)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration own(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The seconds since then, of the processes that were there both times. */
    SortedMap<String, Double> secondsSince(CpuTime earlier) {
        var seconds = new TreeMap<String, Double>();
        byName.forEach((name, now) -> {
            var then = earlier.byName().get(name);
            if (then != null) {
                seconds.put(name, now.minus(then).toNanos() / NANOS_PER_SECOND);
            }
        });
        return seconds;
    }
}
