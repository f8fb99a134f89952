package io.otalite.rotation.restart;

import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.events.KeyRotated;
import io.otalite.events.MalformedEventException;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes in what others say of keys that were rotated. Anybody may be among them, so that nothing is believed of a Secret but that it was
 * written: who uses it and what it holds is looked up. What nothing can be done about is set aside and holds nothing up.
 *
 * <p>A rotation of this service records its restarts itself, so that of those an event can only repeat what is known: the id is no
 * secret, and whoever sends it could otherwise say first which workloads it is about, or restart them after it has gone back.
 */
public final class KeyRotations {
    private static final int ID_LENGTH = 40;

    private final Restarts restarts;
    private final World world;
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
        this.namespaces = namespaces;
        this.quarantine = quarantine;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Takes an event.
     *
     * @param isLastTry whether it is set aside now if what it speaks of is not seen
     * @throws RestartsUnavailableException if nothing can be recorded now: to be tried again until it can
     */
    public Taken take(Received received, EventMessage message, boolean isLastTry) {
        try {
            return switch (CloudEvents.decode(message)) {
                case KeyRotated event -> take(received, event, isLastTry);
                case Event other ->
                    setAside(received, "An event of the type %s is not understood here".formatted(other.type()));
            };
        } catch (MalformedEventException malformed) {
            return setAside(received, malformed.reason() + ": " + malformed.getMessage());
        }
    }

    private Taken take(Received received, KeyRotated event, boolean isLastTry) {
        var secret = new ObjectRef(
                Kinds.SECRET, event.secret().namespace(), event.secret().name());
        if (namespaces.filter(allowed -> !allowed.contains(secret.namespace())).isPresent()) {
            return setAside(
                    received, "The namespace %s is not one that events may speak of".formatted(secret.namespace()));
        }
        if (event.rotationId().filter(id -> restarts.isRecorded(id, secret)).isPresent()) {
            return Taken.RECORDED;
        }
        if (event.rotationId().filter(id -> id.startsWith(Change.OWN)).isPresent()) {
            return unseen(
                    received, isLastTry, "the id is one of a rotation of this service, which has not asked for it");
        }
        var deployments = world.look(new ObjectRef(Kinds.DEPLOYMENT, secret.namespace(), "*"));
        return switch (world.look(secret)) {
            case Sighting.Found(Observed found)
            when !(deployments instanceof Sighting.Unseen) -> {
                restarts.request(change(event, secret, found));
                yield Taken.RECORDED;
            }
            case Sighting.Found _ -> unseen(received, isLastTry, "Deployments of its namespace cannot be seen");
            case Sighting.Missing _ -> unseen(received, isLastTry, "there is no such object");
            case Sighting.Unseen(String reason, boolean _) -> unseen(received, isLastTry, reason);
        };
    }

    private Taken unseen(Received received, boolean isLastTry, String reason) {
        return isLastTry
                ? setAside(received, "Nothing can be done about the Secret that it names: " + reason)
                : Taken.NOT_YET;
    }

    private Change change(KeyRotated event, ObjectRef secret, Observed found) {
        return new Change(
                event.rotationId().orElseGet(() -> idOf(found)),
                secret,
                new TreeSet<>(event.keys()),
                event.oldKeyId(),
                event.newKeyId(),
                event.account(),
                plausible(event.rotatedAt()));
    }

    /** Nothing was written in the future, nor before there were clusters. */
    private Instant plausible(Instant told) {
        var now = clock.instant();
        return told.isAfter(now) ? now : told.isBefore(Instant.EPOCH) ? Instant.EPOCH : told;
    }

    /** The same for everybody who says the same of the same version. */
    private static String idOf(Observed secret) {
        var version = secret.meta().uid() + '/' + secret.meta().resourceVersion();
        return Bytes.utf8(version).sha256().hex().substring(0, ID_LENGTH);
    }

    private Taken setAside(Received received, String reason) {
        quarantine.setAside(received, reason);
        observer.setAside();
        return Taken.SET_ASIDE;
    }
}
