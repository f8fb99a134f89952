package io.otalite.backup.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.ArchiveCatalogue;
import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.Origin;
import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.RecordPosition;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.SignedDocument;
import io.otalite.backup.archive.WriteDocument;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final Quarantine quarantine = new Quarantine(store);
    private final Completeness completeness = new Completeness(store, new ArchiveCatalogue(store), quarantine);
    private final TestFactory acme = new TestFactory("acme");
    private final TestFactory inAts = new TestFactory("acme", Dialect.ATS);

    @Test
    void versionsFromOneInAChainAreComplete() {
        // Given
        archiveUpTo(5);

        // When
        var report = examine(true);

        // Then
        assertThat(report.complete()).isTrue();
        assertThat(report.versions()).isEqualTo(5);
        assertThat(report.newest()).isEqualTo(5);
    }

    @Test
    void nothingArchivedIsCompleteUpToNothing() {
        // When
        var report = completeness.examine(acme.name(), true);

        // Then
        assertThat(report.dialects()).isEmpty();
        assertThat(report.complete()).isTrue();
        assertThat(report.newest()).isZero();
    }

    @Test
    void missingVersionsAreGaps() {
        // Given
        archiveUpTo(9);
        LongStream.of(1, 4, 5, 8).forEach(version -> store.lose(name(version)));

        // When
        var report = examine(false);

        // Then
        assertThat(report.complete()).isFalse();
        assertThat(report.gaps())
                .containsExactly(new VersionRange(1, 1), new VersionRange(4, 5), new VersionRange(8, 8));
        assertThat(report.versions()).isEqualTo(5);
    }

    @Test
    void versionsThatWereNeverPublishedAreNoGaps() {
        // Given
        archive(acme.targets(41));
        archive(acme.targetsAfter(41, 900));
        archive(acme.targets(901));

        // When
        var report = examine(true);

        // Then
        assertThat(report.complete()).isTrue();
        assertThat(report.newest()).isEqualTo(901);
    }

    @Test
    void aVersionThatNamesAnotherPredecessorIsABrokenLink() {
        // Given
        archive(acme.targets(1));
        var other = new TestFactory("acme");
        other.targets(1);
        archive(other.targets(2));

        // When
        var report = examine(false);

        // Then
        assertThat(report.complete()).isFalse();
        assertThat(report.brokenLinks()).containsExactly(2L);
    }

    @Test
    void damagedBytesAreFoundByADeepLookOnly() {
        // Given
        archiveUpTo(3);
        store.damage(name(2), Bytes.utf8("something else"));

        // When
        var shallow = examine(false);
        var deep = examine(true);

        // Then
        assertThat(shallow.complete()).isTrue();
        assertThat(deep.complete()).isFalse();
        assertThat(deep.damaged()).containsExactly(2L);
    }

    @Test
    void aQuarantinedConflictOfTheFactoryCountsAndOthersDoNot() {
        // Given
        archiveUpTo(1);
        setAside(acme.targets(1), 1, Refusal.Reason.CONFLICT);
        setAside(new TestFactory("acme-2").targets(1), 2, Refusal.Reason.CONFLICT);
        setAside(acme.targets(1), 3, Refusal.Reason.BAD_SIGNATURE);

        // When
        var report = examine(false);

        // Then
        assertThat(report.complete()).isFalse();
        assertThat(report.conflicts()).containsExactly("topic/0/00000000000000000001");
    }

    @Test
    void moreThanOnePageIsWalked() {
        // Given
        archiveUpTo(2100);
        store.lose(name(1500));

        // When
        var report = examine(false);

        // Then
        assertThat(report.versions()).isEqualTo(2099);
        assertThat(report.gaps()).containsExactly(new VersionRange(1500, 1500));
    }

    @Test
    void whoDoesNotAskForADialectIsToldOfAllThatTheFactoryHas() {
        // Given
        archiveUpTo(3);
        LongStream.rangeClosed(1, 2).mapToObj(inAts::targets).forEach(this::archive);

        // When
        var report = completeness.examine(acme.name(), true);

        // Then
        assertThat(report.complete()).isTrue();
        assertThat(report.newest()).isEqualTo(2);
        assertThat(report.dialects())
                .extracting(CompletenessReport::dialect, CompletenessReport::versions)
                .containsExactly(tuple(Dialect.TUF, 3L), tuple(Dialect.ATS, 2L));
    }

    @Test
    void aGapInOneDialectMakesTheFactoryIncomplete() {
        // Given
        archiveUpTo(3);
        LongStream.of(1, 3).mapToObj(inAts::targets).forEach(this::archive);

        // When
        var all = completeness.examine(acme.name(), false);
        var tuf = completeness.examine(acme.name(), Dialect.TUF, false);

        // Then
        assertThat(all.complete()).isFalse();
        assertThat(all.dialects().getLast().gaps()).containsExactly(new VersionRange(2, 2));
        assertThat(tuf.complete()).isTrue();
        assertThat(tuf.dialects()).hasSize(1);
    }

    @Test
    void aDialectOfWhichOnlyTheRootIsArchivedHasNoVersion() {
        // Given
        archiveUpTo(1);
        archive(SignedDocument.of(inAts.root()));

        // When
        var report = completeness.examine(acme.name(), false);

        // Then
        assertThat(report.newest()).isZero();
        assertThat(report.dialects()).hasSize(2);
    }

    @Test
    void aStoreThatDoesNotAnswerIsNotComplete() {
        // Given
        store.fail(HoldCause.STORE);

        // When, Then
        assertThatThrownBy(() -> examine(false)).isInstanceOf(UnavailableException.class);
    }

    private CompletenessReport examine(boolean deep) {
        return completeness.examine(acme.name(), deep).dialects().getFirst();
    }

    private void archiveUpTo(long version) {
        LongStream.rangeClosed(1, version).mapToObj(acme::targets).forEach(this::archive);
    }

    private void archive(TargetsPublished event) {
        archive(SignedDocument.of(event));
    }

    private void archive(SignedDocument document) {
        var origin = new Origin(new RecordPosition("topic", 0, 0), "id");
        var unused = new WriteDocument(store).write(document, origin);
    }

    private void setAside(TargetsPublished event, long offset, Refusal.Reason reason) {
        var record =
                new ReceivedRecord(new RecordPosition("topic", 0, offset), TestFactory.NOW, TestFactory.message(event));
        quarantine.setAside(record, new Refusal(reason, "because"));
    }

    private ObjectName name(long version) {
        return ArchiveLayout.in(ArchiveLayout.targets(acme.name(), Dialect.TUF), new MetadataVersion(version));
    }
}
