package io.otalite.backup.intake.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.completeness.ArchiveHeads;
import io.otalite.backup.completeness.Chain;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.intake.Disposition;
import io.otalite.backup.intake.InFlight;
import io.otalite.backup.intake.IntakeObserver;
import io.otalite.events.Topics;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts how records end, and shows what waits.
 *
 * <p>{@code archive.oldest.unarchived} is the figure to alert on: it grows while anything is held and is 0 when nothing is in work.
 */
public final class MicrometerIntakeObserver implements IntakeObserver {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Among them the two that are promised: a minute, and a day after the end of an outage. */
    private static final Duration[] BUCKETS = Stream.of(
                    "PT0.1S", "PT0.25S", "PT0.5S", "PT1S", "PT2.5S", "PT5S", "PT10S", "PT30S", "PT1M", "PT5M", "PT15M",
                    "PT1H", "PT6H", "PT24H")
            .map(Duration::parse)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final ArchiveHeads heads;
    private final MessagingMetrics messaging;
    private final Timer lag;

    /** @param heads is told of what is archived */
    public MicrometerIntakeObserver(
            MeterRegistry registry, Holds holds, InFlight inFlight, ArchiveHeads heads, MessagingMetrics messaging) {
        this.registry = registry;
        this.heads = heads;
        this.messaging = messaging;
        this.lag = Timer.builder("archive.lag")
                .description("From signing to durable in the archive, records archived for the first time")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        for (var cause : HoldCause.values()) {
            Gauge.builder("archive.held", holds, current -> current.count(cause))
                    .description("Records that wait, by cause")
                    .tag("cause", cause.code())
                    .register(registry);
        }
        TimeGauge.builder(
                        "archive.oldest.unarchived",
                        inFlight,
                        TimeUnit.MILLISECONDS,
                        work -> work.oldest().toMillis())
                .description("Age of the oldest record in work")
                .register(registry);
        for (var reason : Refusal.Reason.values()) {
            registry.counter("archive.quarantined", "reason", reason.code());
        }
        registry.counter("archive.conflicts");
    }

    @Override
    public void archived(Disposition.Archived archived, Duration age) {
        var identity = archived.document().identity();
        var tags = Tags.of("dialect", identity.dialect().id())
                .and("role", identity.role().json())
                .and("written", Boolean.toString(archived.written()));
        registry.counter("archive.archived", tags).increment();
        if (archived.written() && !age.isNegative()) {
            // The time stands in a header that anybody can write: an absurd one must not overflow the timer.
            lag.record(age.compareTo(LONGEST) > 0 ? LONGEST : age);
        }
        if (identity.role() == RoleName.TARGETS) {
            heads.reached(new ArchiveHeads.Head(
                    new Chain(identity.factory(), identity.dialect()),
                    identity.version().value(),
                    archived.object().created()));
            messaging.sent(Topics.TARGETS_ARCHIVED.name());
        }
    }

    @Override
    public void taken(String topic, Duration processing) {
        messaging.consumed(topic, processing);
    }

    @Override
    public void quarantined(Disposition.Quarantined quarantined) {
        var reason = quarantined.refusal().reason();
        registry.counter("archive.quarantined", "reason", reason.code()).increment();
        if (reason == Refusal.Reason.CONFLICT) {
            registry.counter("archive.conflicts").increment();
        }
    }

    @Override
    public void skipped(Disposition.Skipped skipped) {
        registry.counter("archive.skipped").increment();
    }
}
