package io.otalite.outbox;

import io.otalite.events.kafka.TopicFinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the relay's thread knows and others may read at any time. Thread-safe. */
final class RelayState {

    private boolean active;
    private Backlog backlog = Backlog.UNKNOWN;
    private long backlogNanos = System.nanoTime();
    private Optional<String> lastError = Optional.empty();
    private List<TopicFinding> topicFindings = List.of();

    synchronized void active(boolean nowActive) {
        active = nowActive;
    }

    synchronized void backlog(Backlog counted) {
        backlog = counted;
        backlogNanos = System.nanoTime();
    }

    synchronized void lastError(Optional<String> error) {
        lastError = error;
    }

    synchronized void topicFindings(List<TopicFinding> findings) {
        topicFindings = findings;
    }

    synchronized OutboxStatus status() {
        var sinceCounted = Duration.ofNanos(System.nanoTime() - backlogNanos);
        return new OutboxStatus(
                active,
                backlog.pendingRows(),
                backlog.blockedRows(),
                backlog.oldestPending().map(age -> age.plus(sinceCounted)),
                lastError,
                topicFindings);
    }
}
