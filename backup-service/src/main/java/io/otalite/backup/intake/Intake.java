package io.otalite.backup.intake;

import io.otalite.backup.archive.ArchiveOutcome;
import io.otalite.backup.archive.Origin;
import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.SignedDocument;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.archive.VerifyDocument;
import io.otalite.backup.archive.VerifyRoot;
import io.otalite.backup.archive.VerifyTargets;
import io.otalite.backup.archive.WriteDocument;
import io.otalite.backup.hold.Patience;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.events.CloudEvents;
import io.otalite.events.FindingCleared;
import io.otalite.events.FindingRaised;
import io.otalite.events.KeyRotated;
import io.otalite.events.MalformedEventException;
import io.otalite.events.RootPublished;
import io.otalite.events.RotationReport;
import io.otalite.events.TargetsArchived;
import io.otalite.events.TargetsPublished;
import io.otalite.events.Unrecognised;
import io.otalite.telemetry.BestEffort;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Takes one record to its end, however long that takes. Thread-safe; records may be taken in parallel and again.
 *
 * <p>Each step is waited out by itself, so that a long outage of the bucket does not verify the same signature over and over.
 */
public final class Intake {
    private final Rules rules;
    private final Announcer announcer;
    private final Patience patience;
    private final InFlight inFlight;
    private final IntakeObserver observer;
    private final BestEffort observing = new BestEffort("observer of the intake");
    private final Clock clock;
    private final int largestRecord;

    /** @param largestRecord bytes of a value; a larger one is quarantined unread */
    public Intake(
            Rules rules,
            Announcer announcer,
            Patience patience,
            InFlight inFlight,
            IntakeObserver observer,
            Clock clock,
            int largestRecord) {
        this.rules = rules;
        this.announcer = announcer;
        this.patience = patience;
        this.inFlight = inFlight;
        this.observer = observer;
        this.clock = clock;
        this.largestRecord = largestRecord;
    }

    /**
     * Returns when the record has ended and may be committed.
     *
     * @throws io.otalite.backup.hold.ShuttingDownException when the process ends before: it must not be committed
     */
    public Disposition take(ReceivedRecord record) {
        var begun = clock.instant();
        var work = inFlight.begin(record.position(), record.written());
        var disposition = new Steps(record, work).decide();
        // Not in a finally: a record that a defect kept from ending stays in work, so that liveness notices it.
        work.end();
        var processing = Duration.between(begun, clock.instant());
        observing.run(() -> observer.taken(record.position().topic(), processing));
        observing.run(() -> observe(disposition));
        return disposition;
    }

    private void observe(Disposition disposition) {
        switch (disposition) {
            case Disposition.Archived archived ->
                observer.archived(archived, Duration.between(archived.document().published(), clock.instant()));
            case Disposition.Quarantined quarantined -> observer.quarantined(quarantined);
            case Disposition.Skipped skipped -> observer.skipped(skipped);
        }
    }

    /** The rules and the places a record can end in. */
    public record Rules(VerifyTargets targets, VerifyRoot root, WriteDocument write, Quarantine quarantine) {}

    /** @param bucket named in the announcement */
    public record Announcer(Announcements announcements, String bucket) {}

    /** The steps of one record. */
    private final class Steps {
        private final ReceivedRecord record;
        private final InFlight.Work work;

        private Steps(ReceivedRecord record, InFlight.Work work) {
            this.record = record;
            this.work = work;
        }

        private Disposition decide() {
            var size = record.message().value().size();
            if (size > largestRecord) {
                return quarantine(new Refusal(
                        Refusal.Reason.OVERSIZED,
                        "The value has %d bytes, at most %d are taken".formatted(size, largestRecord)));
            }
            try {
                var received = CloudEvents.decode(record.message());
                return switch (received) {
                    case TargetsPublished event -> archive(SignedDocument.of(event), rules.targets());
                    case RootPublished event -> archive(SignedDocument.of(event), rules.root());
                    case TargetsArchived _,
                            FindingRaised _,
                            FindingCleared _,
                            KeyRotated _,
                            RotationReport _,
                            Unrecognised _ -> new Disposition.Skipped(received.type());
                };
            } catch (MalformedEventException malformed) {
                var reason = malformed.reason() == MalformedEventException.Reason.DIGEST_MISMATCH
                        ? Refusal.Reason.DIGEST_MISMATCH
                        : Refusal.Reason.UNDECODABLE;
                return quarantine(new Refusal(reason, malformed.reason() + ": " + malformed.getMessage()));
            }
        }

        private Disposition archive(SignedDocument document, VerifyDocument rule) {
            var refusal = insist(() -> rule.verify(document));
            if (refusal.isPresent()) {
                return quarantine(refusal.get());
            }
            var origin =
                    new Origin(record.position(), record.message().headers().getOrDefault("ce_id", ""));
            // One step: before a document is set aside, it is offered to the store again.
            var disposition = insist(() -> switch (rules.write().write(document, origin)) {
                case ArchiveOutcome.Refused(var refused) ->
                    new Disposition.Quarantined(refused, rules.quarantine().setAside(record, refused));
                case ArchiveOutcome.Archived(var object, var written) ->
                    new Disposition.Archived(document, object, written);
            });
            if (disposition instanceof Disposition.Archived archived) {
                tell(document, archived.object());
            }
            return disposition;
        }

        private void tell(SignedDocument document, StoredObject object) {
            switch (document.identity().role()) {
                case TARGETS -> announce(document, object);
                // Targets that overtook this root need not sit out their pause.
                case ROOT -> patience.wake();
                case SNAPSHOT, TIMESTAMP -> {}
            }
        }

        /** Also after a replay: the first attempt may have died between writing and announcing. */
        private void announce(SignedDocument document, StoredObject object) {
            var event = new TargetsArchived(
                    document.identity(),
                    document.sha256(),
                    announcer.bucket(),
                    object.name().value(),
                    object.generation(),
                    object.created());
            insist(() -> {
                announcer.announcements().announce(event);
                return event;
            });
        }

        private Disposition quarantine(Refusal refusal) {
            return new Disposition.Quarantined(
                    refusal, insist(() -> rules.quarantine().setAside(record, refusal)));
        }

        private <T> T insist(Supplier<T> step) {
            return patience.insist(record.position().toString(), () -> {
                work.move();
                return step.get();
            });
        }
    }
}
