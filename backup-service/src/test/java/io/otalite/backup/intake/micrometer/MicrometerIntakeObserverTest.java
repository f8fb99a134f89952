package io.otalite.backup.intake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.SignedDocument;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.completeness.ArchiveHeads;
import io.otalite.backup.completeness.Chain;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.intake.Disposition;
import io.otalite.backup.intake.InFlight;
import io.otalite.events.FactoryName;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import io.otalite.tuf.Dialect;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerIntakeObserverTest {
    private static final StoredObject OBJECT =
            new StoredObject(new ObjectName("o"), 1, 2, "AAAAAA==", TestFactory.NOW, new TreeMap<>());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ArchiveHeads heads = new ArchiveHeads(1);
    private final MicrometerIntakeObserver observer = new MicrometerIntakeObserver(
            registry,
            new Holds(),
            new InFlight(new MutableClock(TestFactory.NOW)),
            heads,
            new MessagingMetrics(registry, Map.of("targets", "backup-service")));
    private final SignedDocument document = SignedDocument.of(new TestFactory("acme").targets(1));

    @Test
    void everySeriesThatAlertsAreBuiltOnExistsFromTheStart() {
        assertThat(registry.find("archive.held").gauges()).hasSize(6);
        assertThat(registry.find("archive.quarantined").counters()).hasSize(Refusal.Reason.values().length);
        assertThat(registry.get("archive.conflicts").counter().count()).isZero();
        assertThat(registry.get("archive.oldest.unarchived").gauge().value()).isZero();
    }

    @Test
    void theLagOfWhatWasWrittenIsRecordedAndThatOfAReplayIsNot() {
        // When
        observer.archived(new Disposition.Archived(document, OBJECT, true), Duration.ofSeconds(2));
        observer.archived(new Disposition.Archived(document, OBJECT, false), Duration.ofDays(2));

        // Then
        var lag = registry.get("archive.lag").timer();
        assertThat(lag.count()).isEqualTo(1);
        assertThat(lag.max(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(registry.get("archive.archived")
                        .tag("dialect", "tuf")
                        .tag("written", "true")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("archive.archived")
                        .tag("written", "false")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsPromisedCanBeReadFromTheBuckets() {
        // Given
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var measured = new MicrometerIntakeObserver(
                prometheus,
                new Holds(),
                new InFlight(new MutableClock(TestFactory.NOW)),
                heads,
                new MessagingMetrics(prometheus, Map.of()));

        // When
        measured.archived(new Disposition.Archived(document, OBJECT, true), Duration.ofSeconds(59));
        measured.archived(new Disposition.Archived(document, OBJECT, true), Duration.ofHours(23));

        // Then
        assertThat(prometheus.scrape())
                .contains("archive_lag_seconds_bucket{le=\"60.0\",} 1.0")
                .contains("archive_lag_seconds_bucket{le=\"86400.0\",} 2.0");
    }

    @Test
    void whatIsArchivedIsTheHeadOfItsChain() {
        // When
        observer.archived(new Disposition.Archived(document, OBJECT, true), Duration.ZERO);

        // Then
        assertThat(heads.current()).singleElement().satisfies(head -> {
            assertThat(head.chain()).isEqualTo(new Chain(new FactoryName("acme"), Dialect.TUF));
            assertThat(head.version()).isEqualTo(1);
        });
    }

    @Test
    void messagesAreMeasuredInTheWordsOfOpenTelemetry() {
        // When
        observer.taken("targets", Duration.ofSeconds(3));
        observer.archived(new Disposition.Archived(document, OBJECT, true), Duration.ZERO);

        // Then
        assertThat(registry.get("messaging.process.duration")
                        .tag("messaging.system", "kafka")
                        .tag("messaging.destination.name", "targets")
                        .tag("messaging.consumer.group.name", "backup-service")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(registry.get("messaging.client.consumed.messages")
                        .tag("messaging.destination.name", "targets")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("messaging.client.sent.messages")
                        .tag("messaging.destination.name", "ota.targets.archived.v1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aConflictIsCountedAsSuchAndAsQuarantined() {
        // When
        observer.quarantined(new Disposition.Quarantined(new Refusal(Refusal.Reason.CONFLICT, "m"), OBJECT));
        observer.quarantined(new Disposition.Quarantined(new Refusal(Refusal.Reason.UNDECODABLE, "m"), OBJECT));

        // Then
        assertThat(registry.get("archive.conflicts").counter().count()).isEqualTo(1);
        assertThat(registry.get("archive.quarantined")
                        .tag("reason", "conflict")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("archive.quarantined")
                        .tag("reason", "undecodable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsSkippedIsCounted() {
        // When
        observer.skipped(new Disposition.Skipped("x"));

        // Then
        assertThat(registry.get("archive.skipped").counter().count()).isEqualTo(1);
    }
}
