package io.otalite.rotation.findings.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.otalite.rotation.findings.TellFindings;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.Freshness;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.StreamSupport;

/** What is judged and what is told, as metrics. */
public final class FindingGauges {
    private final MeterRegistry registry;
    private final Timer judging;

    public FindingGauges(MeterRegistry registry) {
        this.registry = registry;
        this.judging = registry.timer("ota.judgement");
    }

    /** Runs one round of judging and records how long it took, unless nothing was judged. */
    public int judging(IntSupplier round) {
        var sample = Timer.start(registry);
        var judged = round.getAsInt();
        if (judged > 0) {
            sample.stop(judging);
        }
        return judged;
    }

    /** {@code ota_workloads}: how many workloads have each verdict. */
    public void workloads(Judgements judgements) {
        for (var verdict : Verdict.values()) {
            registry.gauge(
                    "ota.workloads",
                    Tags.of("verdict", verdict.name().toLowerCase(Locale.ROOT)),
                    judgements,
                    all -> StreamSupport.stream(all.all().spliterator(), false)
                            .filter(judgement -> judgement.verdict() == verdict)
                            .count());
        }
    }

    /** {@code ota_findings_open}: of the replica that leads; 0 on the others. */
    public void findings(TellFindings findings) {
        for (var cause : Cause.values()) {
            registry.gauge(
                    "ota.findings.open",
                    Tags.of("cause", cause.word()),
                    findings,
                    told -> told.openByCause().getOrDefault(cause.word(), 0L));
        }
    }

    /** {@code ota_observation_age_seconds}: how old what is judged is, by its source; absent while a source is not seen. */
    public void observation(World world, Clock clock) {
        for (var source : List.of("kubernetes", "google")) {
            registry.gauge(
                    "ota.observation.age.seconds",
                    Tags.of("source", source),
                    world,
                    seen -> Freshness.of(seen, clock.instant()).sources().stream()
                            .filter(part -> part.source().equals(source))
                            .mapToDouble(Freshness.Source::ageSeconds)
                            .findFirst()
                            .orElse(Double.NaN));
        }
    }

    /** {@code ota_leader}: 1 on the replica that tells findings. */
    public void leader(BooleanSupplier leads) {
        // Nobody else keeps the supplier, and without it the metric would go with the next garbage collection.
        Gauge.builder("ota.leader", leads, now -> now.getAsBoolean() ? 1 : 0)
                .strongReference(true)
                .register(registry);
    }
}
