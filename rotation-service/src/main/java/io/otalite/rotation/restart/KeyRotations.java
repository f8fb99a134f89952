package io.otalite.rotation.restart;

import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.events.KeyRotated;
import io.otalite.events.MalformedEventException;
import io.otalite.rotation.credentials.Recognition;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes in what others say of keys that were rotated. Anybody may be among them, so that nothing is believed of a Secret but that it was
 * written: who uses it, what it holds and whose that is, is looked up. What nothing can be done about is set aside and holds nothing up.
 *
 * <p>A rotation of this service records its restarts itself, so that of those an event can only repeat what is known: the id is no
 * secret, and whoever sends it could otherwise say first which workloads it is about, or restart them after it has gone back.
 */
public final class KeyRotations {
    private static final int ID_LENGTH = 40;

    private final Restarts restarts;
    private final World world;
    private final Subjects subjects;
    private final Optional<Set<String>> namespaces;
    private final Quarantine quarantine;
    private final RestartObserver observer;
    private final Clock clock;

    /** What came of an event. */
    public enum Taken {
        /** It is on record, or was. */
        RECORDED,
        SET_ASIDE,
        /** What it speaks of is not seen yet; to be tried again a moment later. */
        NOT_YET
    }

    /** @param namespaces those that may be spoken of; empty for all */
    public KeyRotations(
            Restarts restarts,
            World world,
            Optional<Set<String>> namespaces,
            Quarantine quarantine,
            RestartObserver observer,
            Clock clock) {
        this.restarts = restarts;
        this.world = world;
        this.subjects = new Subjects(world);
        this.namespaces = namespaces;
        this.quarantine = quarantine;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Takes an event.
     *
     * @param isLastTry whether it is set aside now if what it speaks of is known not to be there, or may not be seen
     * @throws RestartsUnavailableException if nothing can be recorded now: to be tried again until it can
     */
    public Taken take(Received received, EventMessage message, boolean isLastTry) {
        var begun = clock.instant();
        var taken = decide(received, message, isLastTry);
        if (taken != Taken.NOT_YET) {
            observer.taken(received.topic(), Duration.between(begun, clock.instant()));
        }
        return taken;
    }

    private Taken decide(Received received, EventMessage message, boolean isLastTry) {
        try {
            return switch (CloudEvents.decode(message)) {
                case KeyRotated event -> take(received, change(event, message), isLastTry);
                case Event other ->
                    setAside(received, "An event of the type %s is not understood here".formatted(other.type()));
            };
        } catch (MalformedEventException malformed) {
            return setAside(received, malformed.reason() + ": " + malformed.getMessage());
        }
    }

    private Taken take(Received received, Change told, boolean isLastTry) {
        var secret = told.secret();
        if (namespaces.filter(allowed -> !allowed.contains(secret.namespace())).isPresent()) {
            return setAside(
                    received, "The namespace %s is not one that events may speak of".formatted(secret.namespace()));
        }
        if (restarts.isRecorded(told.rotationId(), secret)) {
            return Taken.RECORDED;
        }
        if (told.isOwn()) {
            return unseen(
                    received, isLastTry, "the id is one of a rotation of this service, which has not asked for it");
        }
        var deployments = new ObjectRef(Kinds.DEPLOYMENT, secret.namespace(), "*");
        if (world.look(deployments) instanceof Sighting.Unseen unseen) {
            return unseen(
                    received,
                    isLastTry && isHopeless(deployments, unseen),
                    "Deployments of its namespace cannot be seen: " + unseen.reason());
        }
        return switch (world.look(secret)) {
            case Sighting.Found _ -> {
                restarts.request(told);
                yield Taken.RECORDED;
            }
            // Who hears nothing for a while does not know what was written meanwhile.
            case Sighting.Missing _ ->
                unseen(
                        received,
                        isLastTry
                                && world.confirmed(Kinds.SECRET, secret.namespace())
                                        .isAfter(received.written()),
                        "there is no such object");
            case Sighting.Unseen unseen -> unseen(received, isLastTry && isHopeless(secret, unseen), unseen.reason());
        };
    }

    /** What is only broken is waited for, as a database is. */
    private boolean isHopeless(ObjectRef ref, Sighting.Unseen unseen) {
        return !unseen.watched() || world.isRefused(ref.kind(), ref.namespace());
    }

    private Taken unseen(Received received, boolean isFinal, String reason) {
        return isFinal
                ? setAside(received, "Nothing can be done about the Secret that it names: " + reason)
                : Taken.NOT_YET;
    }

    /** The event says that something has changed. Whose it is, is seen. */
    private Change change(KeyRotated event, EventMessage message) {
        var secret = new ObjectRef(
                Kinds.SECRET, event.secret().namespace(), event.secret().name());
        return new Change(
                event.rotationId().orElseGet(() -> idOf(message)),
                secret,
                new TreeSet<>(event.keys()),
                event.oldKeyId(),
                event.newKeyId(),
                event.keys().stream()
                        .sorted()
                        .flatMap(entry -> owner(secret, entry).stream())
                        .findFirst(),
                plausible(event.rotatedAt()));
    }

    private Optional<String> owner(ObjectRef secret, String entry) {
        return subjects.of(secret, entry) instanceof Recognition.Known(var subject)
                ? Optional.of(subject.account())
                : Optional.empty();
    }

    /** Nothing was written in the future, nor before there were clusters. */
    private Instant plausible(Instant told) {
        var now = clock.instant();
        return told.isAfter(now) ? now : told.isBefore(Instant.EPOCH) ? Instant.EPOCH : told;
    }

    /** Of an event that is told twice it is the same. */
    private static String idOf(EventMessage message) {
        var event =
                message.headers().get("ce_source") + '\n' + message.headers().get("ce_id");
        return Bytes.utf8(event).sha256().hex().substring(0, ID_LENGTH);
    }

    private Taken setAside(Received received, String reason) {
        quarantine.setAside(received, reason);
        observer.setAside();
        return Taken.SET_ASIDE;
    }
}
