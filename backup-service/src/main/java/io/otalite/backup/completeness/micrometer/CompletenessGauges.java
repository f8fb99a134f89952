package io.otalite.backup.completeness.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.otalite.backup.completeness.ArchiveHeads;
import io.otalite.backup.completeness.Examination;
import io.otalite.backup.completeness.ExamineArchive;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds through the archive have found. Every replica examines the whole archive, so all have the same figures. Before the
 * first round nothing is known, and what is missing is not a number then; it was verified at 0, which is never.
 */
public final class CompletenessGauges {
    private final ArchiveHeads heads;
    private final MultiGauge versions;

    public CompletenessGauges(MeterRegistry registry, ExamineArchive examination, ArchiveHeads heads) {
        this.heads = heads;
        this.versions = MultiGauge.builder("archive.head.version")
                .description("The newest archived version; of the factories that were archived to last")
                .register(registry);
        found(registry, "archive.gap.versions", "Versions that are missing", examination, Examination::missingVersions);
        found(
                registry,
                "archive.broken.links",
                "Versions that do not follow the one before",
                examination,
                Examination::brokenLinks);
        Gauge.builder(
                        "archive.last.verified.timestamp",
                        examination,
                        source -> source.last()
                                .map(done -> (double) done.at().getEpochSecond())
                                .orElse(0.0))
                .baseUnit("seconds")
                .description("When the last round through the whole archive began that came to its end")
                .register(registry);
    }

    private static void found(
            MeterRegistry registry,
            String name,
            String description,
            ExamineArchive examination,
            ToDoubleFunction<Examination> value) {
        Gauge.builder(
                        name,
                        examination,
                        source -> source.last().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    /** Takes over which factories were archived to last. To be called every few seconds, from one thread at a time. */
    public void refresh() {
        versions.register(
                heads.current().stream()
                        .<Row<?>>map(head -> Row.of(
                                Tags.of(
                                        "factory", head.chain().factory().value(),
                                        "dialect", head.chain().dialect().id()),
                                head.version()))
                        .toList(),
                true);
    }
}
