package io.otalite.backup.intake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.SignedDocument;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.intake.Disposition;
import io.otalite.backup.intake.InFlight;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerIntakeObserverTest {
    private static final StoredObject OBJECT =
            new StoredObject(new ObjectName("o"), 1, 2, "AAAAAA==", TestFactory.NOW, new TreeMap<>());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerIntakeObserver observer =
            new MicrometerIntakeObserver(registry, new Holds(), new InFlight(new MutableClock(TestFactory.NOW)));
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
