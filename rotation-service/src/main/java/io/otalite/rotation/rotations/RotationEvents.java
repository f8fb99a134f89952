package io.otalite.rotation.rotations;

import io.otalite.events.Event;
import io.otalite.events.KeyRotated;
import io.otalite.events.ObjectName;
import io.otalite.events.RotationCompleted;
import io.otalite.events.RotationFailed;
import io.otalite.events.RotationRefused;
import io.otalite.events.RotationRolledBack;
import io.otalite.rotation.credentials.Subject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What others are told of rotations. */
public final class RotationEvents {
    private final Clock clock;

    public RotationEvents(Clock clock) {
        this.clock = clock;
    }

    List<Event> rotated(Rotation rotation, String newId, Instant at) {
        var subject = rotation.plan().subject();
        return rotation.plan().destinations().stream()
                .<Event>map(destination -> new KeyRotated(
                        Optional.of(rotation.id()),
                        new ObjectName(
                                destination.secret().namespace(),
                                destination.secret().kind(),
                                destination.secret().name()),
                        destination.entries().keySet(),
                        subject.currentId(),
                        Optional.of(newId),
                        Optional.of(subject.account()),
                        at))
                .toList();
    }

    List<Event> refused(Rotation rotation, List<String> reasons) {
        return List.of(new RotationRefused(rotation.id(), what(rotation), reasons, clock.instant()));
    }

    List<Event> completed(Rotation rotation, String newId, List<String> evidence) {
        var subject = rotation.plan().subject();
        return List.of(new RotationCompleted(
                rotation.id(),
                what(rotation),
                Optional.of(subject.account()),
                subject.currentId(),
                Optional.of(newId),
                evidence,
                clock.instant()));
    }

    List<Event> rolledBack(Rotation rotation, String reason, List<String> evidence) {
        return List.of(new RotationRolledBack(rotation.id(), what(rotation), reason, evidence, clock.instant()));
    }

    List<Event> failed(Rotation rotation, String reason) {
        return List.of(new RotationFailed(rotation.id(), what(rotation), reason, List.of(), clock.instant()));
    }

    private static String what(Rotation rotation) {
        return what(rotation.plan().subject());
    }

    /** For people: what is rotated. */
    static String what(Subject subject) {
        return "%s of %s".formatted(subject.kind(), subject.account());
    }
}
