package io.otalite.backup.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.archive.NewObject;
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
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamineArchiveTest {
    private static final Duration ROUND = Duration.ofMinutes(16);

    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final MutableClock clock = new MutableClock(TestFactory.NOW);
    private final ArchiveHeads heads = new ArchiveHeads(2);
    private final ExamineArchive examination = new ExamineArchive(store, heads, clock);
    private final TestFactory acme = new TestFactory("acme");
    private final TestFactory inAts = new TestFactory("acme", Dialect.ATS);
    private final TestFactory last = new TestFactory("zeta");
    private final TestFactory neighbour = new TestFactory("acme-2");

    @Test
    void missingVersionsOfAllFactoriesAndDialectsAreCounted() {
        // Given
        archive(acme, 1, 5);
        archive(inAts, 1, 3);
        archive(neighbour, 1, 9);
        setAsideSomething();
        lose(acme, 2, 3);
        lose(inAts, 2);

        // When
        examination.look();

        // Then
        assertThat(examination.last()).contains(new Examination(TestFactory.NOW, 3, 0));
    }

    @Test
    void aVersionThatNamesAnotherPredecessorIsABrokenLink() {
        // Given
        archive(acme, 1, 1);
        var other = new TestFactory("acme");
        other.targets(1);
        archive(other, 2, 2);

        // When
        examination.look();

        // Then
        assertThat(examination.last()).contains(new Examination(TestFactory.NOW, 0, 1));
    }

    @Test
    void aGapThatComesLaterIsFoundAndOneThatIsFilledIsGone() {
        // Given
        archive(acme, 1, 3);
        examination.look();
        var late = acme.targets(4);
        archive(acme, 5, 6);
        clock.pass(ROUND);
        examination.look();
        assertThat(missing()).isEqualTo(1);
        archive(SignedDocument.of(late));

        // When
        clock.pass(ROUND);
        examination.look();

        // Then
        assertThat(missing()).isZero();
    }

    @Test
    void whatWasWholeIsNotListedAgain() {
        // Given
        archive(acme, 1, 2500);
        examination.look();
        var first = store.listed();

        // When
        clock.pass(ROUND);
        examination.look();

        // Then
        assertThat(first).isGreaterThan(2500);
        assertThat(store.listed() - first).isLessThan(10);
    }

    @Test
    void anObjectThatVanishesIsNoticedWithinADay() {
        // Given
        archive(acme, 1, 3);
        examination.look();
        lose(acme, 2);

        // When
        clock.pass(Duration.ofHours(25));
        examination.look();

        // Then
        assertThat(missing()).isEqualTo(1);
    }

    @Test
    void aStoreThatDoesNotAnswerLeavesWhatWasFoundAndIsAskedAgainSoon() {
        // Given
        archive(acme, 1, 3);
        examination.look();
        clock.pass(ROUND);
        store.fail(HoldCause.STORE);
        examination.look();
        assertThat(examination.last().orElseThrow().at()).isEqualTo(TestFactory.NOW);

        // When
        store.mend();
        clock.pass(Duration.ofSeconds(10));
        examination.look();

        // Then
        assertThat(examination.last().orElseThrow().at()).isEqualTo(TestFactory.NOW.plus(ROUND));
    }

    @Test
    void anInterruptedRoundGoesOnAtTheChainThatWasNotAnswered() {
        // Given
        archive(acme, 1, 50);
        archive(neighbour, 1, 3);
        lose(neighbour, 2);
        archive(last, 1, 4);
        store.failToList(prefix -> prefix.startsWith("v1/zeta/"));
        examination.look();
        var before = store.listed();
        store.mend();

        // When
        clock.pass(Duration.ofSeconds(10));
        examination.look();

        // Then
        assertThat(missing()).isEqualTo(1);
        assertThat(before).isGreaterThan(50);
        assertThat(store.listed() - before).isLessThan(10);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aStoreThatFailsForAnHourIsAskedLessAndLess(Supplier<RuntimeException> failure) {
        // Given
        store.fail(failure);

        // When
        for (int looks = 0; looks < 360; looks++) {
            examination.look();
            clock.pass(Duration.ofSeconds(10));
        }

        // Then
        assertThat(store.listings()).isBetween(6L, 16L);
    }

    static List<Supplier<RuntimeException>> failures() {
        return List.of(
                () -> new UnavailableException(HoldCause.STORE, "HTTP 429"),
                () -> new IllegalStateException("a defect"));
    }

    @Test
    void anObjectThatBelongsNowhereHidesNothing() {
        // Given
        archive(acme, 1, 5);
        lose(acme, 2);
        put("v1/README");
        put("v1/acme/README");
        put("v1/acme/tua");
        put("v1/acme/not/a/dialect");

        // When
        examination.look();

        // Then
        assertThat(missing()).isEqualTo(1);
    }

    @Test
    void aChainThatIsNotMetAnyMoreIsMissing() {
        // Given
        archive(acme, 1, 5);
        archive(neighbour, 1, 2);
        examination.look();
        lose(acme, 1, 2, 3, 4, 5);
        store.lose(ArchiveLayout.in(ArchiveLayout.roots(acme.name(), Dialect.TUF), new MetadataVersion(1)));

        // When
        clock.pass(ROUND);
        examination.look();
        var inTheNextRound = missing();
        clock.pass(Duration.ofHours(25));
        examination.look();

        // Then
        assertThat(inTheNextRound).isEqualTo(5);
        assertThat(missing()).as("after a day").isEqualTo(5);
    }

    @Test
    void theEndOfAChainThatVanishesIsMissedWithinADay() {
        // Given
        archive(acme, 1, 5);
        examination.look();
        lose(acme, 4, 5);

        // When
        clock.pass(Duration.ofHours(25));
        examination.look();

        // Then
        assertThat(missing()).isEqualTo(2);
    }

    @Test
    void betweenTwoRoundsNothingIsAsked() {
        // Given
        examination.look();
        var asked = store.listings();

        // When
        clock.pass(Duration.ofMinutes(14));
        examination.look();

        // Then
        assertThat(asked).isPositive();
        assertThat(store.listings()).isEqualTo(asked);
    }

    @Test
    void onlySoManyHeadsAreKept() {
        // Given
        archive(acme, 1, 4);
        archive(inAts, 1, 3);
        archive(neighbour, 1, 2);

        // When
        examination.look();

        // Then
        assertThat(heads.current())
                .hasSize(2)
                .allSatisfy(head -> assertThat(head.version()).isIn(2L, 3L, 4L));
    }

    private void put(String name) {
        var unused = store.put(new NewObject(new ObjectName(name), Bytes.utf8("?"), "text/plain", new TreeMap<>()));
    }

    private long missing() {
        return examination.last().orElseThrow().missingVersions();
    }

    private void archive(TestFactory factory, long first, long last) {
        if (first == 1) {
            archive(SignedDocument.of(factory.root()));
        }
        LongStream.rangeClosed(first, last)
                .mapToObj(factory::targets)
                .map(SignedDocument::of)
                .forEach(this::archive);
    }

    private void archive(SignedDocument document) {
        var unused = new WriteDocument(store).write(document, new Origin(new RecordPosition("topic", 0, 0), "id"));
    }

    private void lose(TestFactory factory, long... versions) {
        var dialect = factory == inAts ? Dialect.ATS : Dialect.TUF;
        LongStream.of(versions)
                .mapToObj(version ->
                        ArchiveLayout.in(ArchiveLayout.targets(factory.name(), dialect), new MetadataVersion(version)))
                .forEach(store::lose);
    }

    private void setAsideSomething() {
        var message = TestFactory.message(acme.targets(1));
        var unused = new Quarantine(store)
                .setAside(
                        new ReceivedRecord(new RecordPosition("topic", 0, 7), TestFactory.NOW, message),
                        new Refusal(Refusal.Reason.CONFLICT, "because"));
    }
}
