package io.otalite.backup.intake;

import io.otalite.backup.archive.RecordPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The records that are being worked on: how old they are, and whether the work moves. Thread-safe. */
public final class InFlight {
    private final Clock clock;
    private final Set<Work> works = ConcurrentHashMap.newKeySet();

    public InFlight(Clock clock) {
        this.clock = clock;
    }

    /** How old the oldest record in work is, by its own time stamp; zero when there is none. */
    public Duration oldest() {
        return works.stream()
                .map(work -> Duration.between(work.written, clock.instant()))
                .filter(Duration::isPositive)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A record whose thread has not begun a new attempt for so long; waiting for the next attempt is moving. */
    public Optional<RecordPosition> stuckFor(Duration limit) {
        var before = clock.instant().minus(limit);
        return works.stream()
                .filter(work -> work.moved.isBefore(before))
                .map(work -> work.position)
                .findFirst();
    }

    Work begin(RecordPosition position, Instant written) {
        var work = new Work(position, written);
        works.add(work);
        return work;
    }

    /** Work on one record; its thread says now and then that it moves. */
    final class Work {
        private final RecordPosition position;
        private final Instant written;
        private volatile Instant moved = clock.instant();

        private Work(RecordPosition position, Instant written) {
            this.position = position;
            this.written = written;
        }

        void move() {
            moved = clock.instant();
        }

        void end() {
            works.remove(this);
        }
    }
}
