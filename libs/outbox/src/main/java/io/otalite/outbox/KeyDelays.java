package io.otalite.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys whose rows could not be sent and therefore wait, each time twice as long, while other keys flow. Used by the
 * relay's thread only.
 */
final class KeyDelays {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDelays.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Delay(Backoff backoff, long dueNanos, Exception cause) {}

    private final Map<String, Delay> delays = new HashMap<>();
    private final LongSupplier nanoTime;
    private final FailureLog log;

    KeyDelays(String relay, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.log = new FailureLog(LOG, relay, "Outbox rows of some keys cannot be sent and wait", nanoTime);
    }

    /** The keys that failed when they were last sent. */
    Set<String> keys() {
        return Set.copyOf(delays.keySet());
    }

    /** The keys whose time has not come yet. */
    List<String> waiting() {
        var now = nanoTime.getAsLong();
        return delays.entrySet().stream()
                .filter(entry -> entry.getValue().dueNanos() - now > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    void failed(Collection<String> keys, Exception cause) {
        log.failed(cause);
        for (var key : keys) {
            var before = delays.get(key);
            var backoff =
                    before == null ? Backoff.first(LONGEST) : before.backoff().next();
            var due = nanoTime.getAsLong() + backoff.pause().toNanos();
            delays.put(key, new Delay(backoff, due, cause));
        }
    }

    void succeeded(Collection<String> keys) {
        delays.keySet().removeAll(keys);
        if (delays.isEmpty()) {
            log.succeeded();
        }
    }

    /** What holds back one of the keys, if any is held back. */
    Optional<String> description() {
        return delays.entrySet().stream()
                .findAny()
                .map(entry -> delays.size() + " keys are held back; key " + entry.getKey() + ": "
                        + entry.getValue().cause());
    }
}
