package io.otalite.rotation.restart.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.otalite.rotation.restart.RestartObserver;
import io.otalite.rotation.restart.RestartRecords.Counts;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What waits, what goes on and what came of it, and how long a change waits for its first restart. */
public final class RestartMetrics implements RestartObserver {
    /** The time stands in an event that anybody can write. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final List<State> COUNTED = List.of(State.WAITING, State.RESTARTING, State.WATCHING, State.FAILED);

    private final MessagingMetrics messaging;
    private final Timer delay;
    private final Counter setAside;

    /** {@code ota_restarts_begun} times from a change to the first restart for it; {@code ota_restarts_quarantined} counts. */
    public RestartMetrics(MeterRegistry registry, MessagingMetrics messaging) {
        this.messaging = messaging;
        delay = Timer.builder("ota.restarts.begun")
                .description("From the change of a Secret to the first restart for it")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        setAside = Counter.builder("ota.restarts.quarantined")
                .description("Events about rotated keys that nothing could be done with")
                .register(registry);
    }

    /** {@code ota_restarts_tasks} by state, and {@code ota_restarts_oldest_waiting}: as last read from the database. */
    public static void register(MeterRegistry registry, Supplier<Counts> counts, Clock clock) {
        for (var state : COUNTED) {
            Gauge.builder(
                            "ota.restarts.tasks",
                            counts,
                            read -> read.get().tasks().getOrDefault(state, 0L))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Tasks that are open or failed, by state, all that are on record")
                    .strongReference(true)
                    .register(registry);
        }
        TimeGauge.builder(
                        "ota.restarts.oldest.waiting",
                        counts,
                        TimeUnit.SECONDS,
                        read -> read.get()
                                .oldestWaiting()
                                .map(oldest -> Duration.between(oldest, clock.instant())
                                        .toSeconds())
                                .orElse(0L))
                .description("Age of the task that has waited for the longest time")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void begun(Duration sinceChange) {
        delay.record(sinceChange.compareTo(LONGEST) > 0 ? LONGEST : sinceChange);
    }

    @Override
    public void taken(String topic, Duration processing) {
        messaging.consumed(topic, processing);
    }

    @Override
    public void setAside() {
        setAside.increment();
    }
}
