package io.otalite.outbox;

import java.time.Duration;
import java.util.Optional;

/** How much waits in the outbox, as of one moment. */
record Backlog(long pendingRows, long blockedRows, Optional<Duration> oldestPending) {

    static final Backlog UNKNOWN = new Backlog(0, 0, Optional.empty());
}
