package io.otalite.backup.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.ArchiveCatalogue;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.RecordPosition;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.archive.TrustedRoots;
import io.otalite.backup.archive.VerifyRoot;
import io.otalite.backup.archive.VerifyTargets;
import io.otalite.backup.archive.WriteDocument;
import io.otalite.backup.completeness.Completeness;
import io.otalite.backup.hold.BackOff;
import io.otalite.backup.hold.Hold;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.hold.Patience;
import io.otalite.backup.hold.ShuttingDownException;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.events.TargetsArchived;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final int LARGEST = 100_000;

    private final MutableClock clock = new MutableClock(TestFactory.NOW.plusSeconds(3));
    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final Holds holds = new Holds();
    private final Patience patience = patience(Duration.ofMillis(5));
    private final InFlight inFlight = new InFlight(clock);
    private final Recorder recorder = new Recorder();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Quarantine quarantine = new Quarantine(store);
    private volatile boolean rootsCaughtUp = true;
    private final Intake intake = intake(patience);

    private final TestFactory acme = new TestFactory("acme");
    private long offset;

    @AfterEach
    void stop() {
        patience.close();
        threads.shutdownNow();
    }

    @Test
    void targetsAreArchivedByteForByteAndAnnounced() {
        // Given
        take(acme.root());
        var event = acme.targets(1);

        // When
        var disposition = take(event);

        // Then
        var archived = (Disposition.Archived) disposition;
        assertThat(archived.written()).isTrue();
        assertThat(store.read(archived.object().name()))
                .map(StoredContent::bytes)
                .contains(event.document());
        assertThat(recorder.announced)
                .containsExactly(new TargetsArchived(
                        event.identity(),
                        event.sha256(),
                        "bucket",
                        "v1/acme/tuf/full/targets/00000000000000000001.json",
                        archived.object().generation(),
                        archived.object().created()));
        assertThat(recorder.lags).contains(Duration.ofSeconds(3));
        assertThat(recorder.taken).as("with its root").containsExactly("topic", "topic");
    }

    @Test
    void aRootIsArchivedAndNotAnnounced() {
        // When
        var disposition = take(acme.root());

        // Then
        assertThat(disposition).isInstanceOf(Disposition.Archived.class);
        assertThat(recorder.announced).isEmpty();
    }

    @Test
    void twoDialectsOfAFactoryOnOnePartitionAreArchivedSideBySide() {
        // Given
        var tuf = acme;
        var ats = new TestFactory("acme", Dialect.ATS);
        var events = List.<Event>of(
                ats.root(),
                tuf.root(),
                tuf.targets(1),
                ats.targets(1),
                tuf.rotateRoot(),
                ats.targets(2),
                tuf.targets(2),
                ats.rotateRoot(),
                ats.targets(3),
                tuf.targets(3));

        // When
        var dispositions = events.stream().map(this::take).toList();

        // Then
        assertThat(dispositions).allMatch(Disposition.Archived.class::isInstance);
        assertThat(recorder.announced)
                .extracting(announced -> announced.identity().toString())
                .containsExactly(
                        "acme/tuf/full/targets/1",
                        "acme/ats/full/targets/1",
                        "acme/ats/full/targets/2",
                        "acme/tuf/full/targets/2",
                        "acme/ats/full/targets/3",
                        "acme/tuf/full/targets/3");
        var report = new Completeness(store, new ArchiveCatalogue(store), quarantine).examine(acme.name(), true);
        assertThat(report.complete()).isTrue();
        assertThat(report.newest()).isEqualTo(3);
        assertThat(report.dialects()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("io.otalite.tuf.Dialect#all")
    void whatIsSpeltInAnotherDialectThanItsEventSaysIsQuarantinedAndTheNextIsArchived(Dialect dialect) {
        // Given
        var factory = new TestFactory("acme", dialect);
        var other = new TestFactory("acme", dialect == Dialect.TUF ? Dialect.ATS : Dialect.TUF);
        take(factory.root());
        var misspelt = other.targets(1);
        var good = factory.targets(1);

        // When
        var bad = take(new TargetsPublished(
                good.identity(), misspelt.sha256(), Optional.empty(), misspelt.time(), misspelt.document()));

        // Then
        assertThat(bad).isInstanceOf(Disposition.Quarantined.class);
        assertThat(take(good)).isInstanceOf(Disposition.Archived.class);
    }

    @Test
    void aReplayChangesNothingAndIsAnnouncedAgain() {
        // Given
        take(acme.root());
        var event = acme.targets(1);
        take(event);

        // When
        var disposition = take(event);

        // Then
        assertThat(((Disposition.Archived) disposition).written()).isFalse();
        assertThat(recorder.announced).hasSize(2);
        assertThat(recorder.announced.getFirst()).isEqualTo(recorder.announced.getLast());
    }

    @ParameterizedTest
    @EnumSource(
            value = HoldCause.class,
            names = {"CREDENTIAL", "ACCESS", "STORE"})
    void givenAStoreThatIsAway_whenItComesBack_thenTheHeldRecordIsArchived(HoldCause cause) {
        // Given
        take(acme.root());
        store.fail(cause);
        var pending = takeInBackground(acme.targets(1));
        await().untilAsserted(() ->
                assertThat(holds.current()).extracting(Hold::cause).containsExactly(cause));
        assertThat(pending).isNotDone();

        // When
        store.mend();

        // Then
        assertThat(pending).succeedsWithin(TEN_SECONDS).isInstanceOf(Disposition.Archived.class);
        assertThat(holds.current()).isEmpty();
    }

    @Test
    void givenABrokerThatIsAway_whenItComesBack_thenTheArchivedRecordIsAnnounced() {
        // Given
        take(acme.root());
        recorder.away = true;
        var pending = takeInBackground(acme.targets(1));
        await().untilAsserted(() ->
                assertThat(holds.current()).extracting(Hold::cause).containsExactly(HoldCause.BROKER));

        // When
        recorder.away = false;

        // Then
        assertThat(pending).succeedsWithin(TEN_SECONDS);
        assertThat(recorder.announced).hasSize(1);
    }

    @Test
    void givenTargetsThatOvertookTheirRoot_whenTheRootIsArchived_thenTheyAre() {
        // Given
        rootsCaughtUp = false;
        var root = acme.root();
        var pending = takeInBackground(acme.targets(1));
        await().untilAsserted(() ->
                assertThat(holds.current()).extracting(Hold::cause).containsExactly(HoldCause.ROOT));

        // When
        take(root);

        // Then
        assertThat(pending).succeedsWithin(TEN_SECONDS).isInstanceOf(Disposition.Archived.class);
    }

    @Test
    void whatHasABadSignatureIsQuarantinedAndTheNextIsArchived() {
        // Given
        take(acme.root());
        var forged = new TestFactory("acme").targets(1);

        // When
        var bad = take(forged);
        var good = take(acme.targets(1));

        // Then
        assertQuarantined(bad, Refusal.Reason.BAD_SIGNATURE);
        assertThat(good).isInstanceOf(Disposition.Archived.class);
        var path = quarantine.list(Optional.empty(), 1).getFirst().path();
        assertThat(quarantine.content(path)).map(StoredContent::bytes).contains(forged.document());
    }

    @Test
    void anotherContentForAnArchivedVersionIsAConflict() {
        // Given
        take(acme.root());
        var first = acme.targets(1);
        take(first);

        // When
        var second = take(acme.targets(1, 2));

        // Then
        assertQuarantined(second, Refusal.Reason.CONFLICT);
        assertThat(store.read(((Disposition.Archived) take(first)).object().name()))
                .map(StoredContent::bytes)
                .contains(first.document());
    }

    @Test
    void whatIsNoEventIsQuarantined() {
        // When
        var disposition = intake.take(received(new EventMessage("t", "", new TreeMap<>(), Bytes.utf8(""))));

        // Then
        assertQuarantined(disposition, Refusal.Reason.UNDECODABLE);
    }

    @Test
    void aDocumentWithAnotherDigestIsQuarantined() {
        // Given
        var message = TestFactory.message(acme.targets(1));
        var changed = new EventMessage(message.topic(), message.key(), message.headers(), Bytes.utf8("{}"));

        // When, Then
        assertQuarantined(intake.take(received(changed)), Refusal.Reason.DIGEST_MISMATCH);
    }

    @Test
    void anOversizedRecordIsQuarantinedUnread() {
        // When
        var disposition = take(acme.targets(1, LARGEST / 100));

        // Then
        assertQuarantined(disposition, Refusal.Reason.OVERSIZED);
    }

    @Test
    void aStoreThatRejectsADocumentIsGivenTheSameForQuarantineAndHolds() {
        // Given
        take(acme.root());
        store.rejectEverything();

        // When
        var pending = takeInBackground(acme.targets(1));

        // Then
        await().untilAsserted(() ->
                assertThat(holds.current()).extracting(Hold::cause).containsExactly(HoldCause.STORE));
        assertThat(pending).isNotDone();
    }

    @Test
    void anEventOfAnUnknownTypeIsSkipped() {
        // Given
        var message = TestFactory.message(acme.targets(1));
        var headers = new TreeMap<>(message.headers());
        headers.put("ce_type", "io.otalite.FromTheFuture.v1");

        // When
        var disposition =
                intake.take(received(new EventMessage(message.topic(), message.key(), headers, message.value())));

        // Then
        assertThat(disposition).isEqualTo(new Disposition.Skipped("io.otalite.FromTheFuture.v1"));
        assertThat(recorder.skipped).hasSize(1);
    }

    @Test
    void givenAHeldRecord_whenTheServiceStops_thenTheRecordHasNotEnded() {
        // Given
        store.fail(HoldCause.STORE);
        var pending = takeInBackground(acme.targets(1));
        await().until(() -> !holds.current().isEmpty());

        // When
        patience.close();

        // Then
        assertThat(pending)
                .failsWithin(TEN_SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ShuttingDownException.class);
        assertThat(recorder.announced).isEmpty();
    }

    @Test
    void theAgeOfTheOldestRecordInWorkIsKnownAndAHeldRecordIsNotStuck() {
        // Given
        store.fail(HoldCause.STORE);
        var pending = takeInBackground(acme.targets(1));
        await().until(() -> !holds.current().isEmpty());

        // When
        clock.pass(Duration.ofHours(1));

        // Then
        assertThat(inFlight.oldest()).isEqualTo(Duration.ofHours(1).plusSeconds(3));
        await().untilAsserted(() ->
                assertThat(inFlight.stuckFor(Duration.ofMinutes(5))).isEmpty());
        assertThat(pending).isNotDone();
    }

    @Test
    void aRecordWhoseAttemptNeverReturnsIsStuck() {
        // Given
        store.hang();
        var pending = takeInBackground(acme.targets(1));
        await().untilAsserted(() -> {
            clock.pass(Duration.ofMinutes(6));
            assertThat(inFlight.stuckFor(Duration.ofMinutes(5))).contains(new RecordPosition("topic", 0, 0));
        });
        assertThat(pending).isNotDone();
    }

    @Test
    void aRecordThatADefectKeptFromEndingIsStuck() {
        // Given
        take(acme.root());
        recorder.broken = true;

        // When
        assertThatThrownBy(() -> take(acme.targets(1))).isInstanceOf(LinkageError.class);
        clock.pass(Duration.ofMinutes(6));

        // Then
        assertThat(inFlight.stuckFor(Duration.ofMinutes(5))).contains(new RecordPosition("topic", 0, 1));
    }

    @Test
    void anObserverThatFailsKeepsNoRecordFromItsEnd() {
        // Given
        recorder.blind = true;

        // When
        var disposition = take(acme.root());

        // Then
        assertThat(disposition).isInstanceOf(Disposition.Archived.class);
        assertThat(inFlight.oldest()).isZero();
    }

    @Test
    void givenTargetsInALongPauseForTheirRoot_whenItIsArchived_thenTheyGoOnAtOnce() {
        // Given
        rootsCaughtUp = false;
        var root = received(TestFactory.message(acme.root()));
        var targets = received(TestFactory.message(acme.targets(1)));
        try (var patient = patience(Duration.ofDays(1))) {
            var intakeWithLongPauses = intake(patient);
            var pending = CompletableFuture.supplyAsync(() -> intakeWithLongPauses.take(targets), threads);
            await().until(() -> !holds.current().isEmpty());

            // When
            var archived = intakeWithLongPauses.take(root);

            // Then
            assertThat(archived).isInstanceOf(Disposition.Archived.class);
            assertThat(pending).succeedsWithin(TEN_SECONDS).isInstanceOf(Disposition.Archived.class);
        }
    }

    private Patience patience(Duration pause) {
        return new Patience(holds, new BackOff(pause, pause), clock, RandomGenerator.getDefault());
    }

    private Intake intake(Patience waiting) {
        var rules = new Intake.Rules(
                new VerifyTargets(new TrustedRoots(store), () -> rootsCaughtUp),
                new VerifyRoot(store),
                new WriteDocument(store),
                quarantine);
        return new Intake(rules, new Intake.Announcer(recorder, "bucket"), waiting, inFlight, recorder, clock, LARGEST);
    }

    private Disposition take(Event event) {
        return intake.take(received(TestFactory.message(event)));
    }

    private CompletableFuture<Disposition> takeInBackground(Event event) {
        var record = received(TestFactory.message(event));
        return CompletableFuture.supplyAsync(() -> intake.take(record), threads);
    }

    private ReceivedRecord received(EventMessage message) {
        return new ReceivedRecord(new RecordPosition("topic", 0, offset++), TestFactory.NOW, message);
    }

    private static void assertQuarantined(Disposition disposition, Refusal.Reason reason) {
        assertThat(disposition)
                .isInstanceOfSatisfying(
                        Disposition.Quarantined.class,
                        quarantined ->
                                assertThat(quarantined.refusal().reason()).isEqualTo(reason));
    }

    /** Remembers what it is told, unless it is away. */
    private static final class Recorder implements Announcements, IntakeObserver {
        private final List<TargetsArchived> announced = new CopyOnWriteArrayList<>();
        private final List<Duration> lags = new CopyOnWriteArrayList<>();
        private final List<Disposition> skipped = new CopyOnWriteArrayList<>();
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private volatile boolean away;
        private volatile boolean broken;
        private volatile boolean blind;

        @Override
        public void taken(String topic, Duration processing) {
            see();
            taken.add(topic);
        }

        @Override
        public void announce(TargetsArchived event) {
            if (away) {
                throw new UnavailableException(HoldCause.BROKER, "switched off by the test");
            }
            if (broken) {
                throw new LinkageError("a defect");
            }
            announced.add(event);
        }

        @Override
        public void archived(Disposition.Archived archived, Duration lag) {
            see();
            lags.add(lag);
        }

        private void see() {
            if (blind) {
                throw new IllegalStateException("no meter");
            }
        }

        @Override
        public void quarantined(Disposition.Quarantined quarantined) {}

        @Override
        public void skipped(Disposition.Skipped event) {
            skipped.add(event);
        }
    }
}
