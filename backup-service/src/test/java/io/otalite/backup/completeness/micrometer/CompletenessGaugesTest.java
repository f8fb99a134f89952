package io.otalite.backup.completeness.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.completeness.ArchiveHeads;
import io.otalite.backup.completeness.ArchiveHeads.Head;
import io.otalite.backup.completeness.Chain;
import io.otalite.backup.completeness.ExamineArchive;
import io.otalite.backup.hold.HoldCause;
import io.otalite.tuf.Dialect;
import org.junit.jupiter.api.Test;

class CompletenessGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final ArchiveHeads heads = new ArchiveHeads(100);
    private final ExamineArchive examination = new ExamineArchive(store, heads, new MutableClock(TestFactory.NOW));
    private final CompletenessGauges gauges = new CompletenessGauges(registry, examination, heads);

    @Test
    void whatIsNotKnownYetIsNoZero() {
        // Given
        store.fail(HoldCause.STORE);

        // When
        examination.look();

        // Then
        assertThat(value("archive.gap.versions")).isNaN();
        assertThat(value("archive.broken.links")).isNaN();
        assertThat(value("archive.last.verified.timestamp")).as("never").isZero();
    }

    @Test
    void aLookIsShownWithItsTime() {
        // When
        examination.look();

        // Then
        assertThat(value("archive.gap.versions")).isZero();
        assertThat(value("archive.last.verified.timestamp")).isEqualTo(TestFactory.NOW.getEpochSecond());
    }

    @Test
    void aHeadFollowsWhatIsArchived() {
        // Given
        var chain = new Chain(new TestFactory("acme").name(), Dialect.ATS);
        heads.reached(new Head(chain, 4, TestFactory.NOW));
        gauges.refresh();

        // When
        heads.reached(new Head(chain, 5, TestFactory.NOW));
        heads.reached(new Head(chain, 3, TestFactory.NOW));
        gauges.refresh();

        // Then
        assertThat(registry.get("archive.head.version")
                        .tags("factory", "acme", "dialect", "ats")
                        .gauge()
                        .value())
                .isEqualTo(5);
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
