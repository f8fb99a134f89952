package io.otalite.backup.hold;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What waits at this moment. Health, metrics and REST all read this one list. Thread-safe. */
public final class Holds {
    private final ConcurrentMap<String, Hold> byWhat = new ConcurrentHashMap<>();

    /** What waits, the longest first; empty when nothing does. */
    public List<Hold> current() {
        return byWhat.values().stream()
                .sorted(Comparator.comparing(Hold::since).thenComparing(Hold::what))
                .toList();
    }

    /** How many wait for this cause. */
    public long count(HoldCause cause) {
        return byWhat.values().stream().filter(hold -> hold.cause() == cause).count();
    }

    /** Notes one more failed attempt; the time of the first one stays. */
    Hold failed(String what, HoldCause cause, String detail, Instant now) {
        return byWhat.merge(
                what,
                new Hold(what, cause, detail, now, 1),
                (before, latest) -> new Hold(what, cause, detail, before.since(), before.attempts() + 1));
    }

    void released(String what) {
        byWhat.remove(what);
    }
}
