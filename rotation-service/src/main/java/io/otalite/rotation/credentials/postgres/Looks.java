package io.otalite.rotation.credentials.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Series of looks that found nothing. One look says nothing of the time before it, so that only a series without a gap is silence. Forgotten
 * with the process, and then it begins anew. Thread-safe.
 */
final class Looks {
    /** Room for the looks of other instances, which take turns with this one. */
    private static final int LOOKS_PER_GAP = 30;

    private static final int MOST = 1_000;

    private record Series(Instant first, Instant last) {}

    private final Map<String, Series> series = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > MOST;
        }
    };

    private final Duration longestGap;

    /** @param pause between two looks, whichever instance takes them */
    Looks(Duration pause) {
        this.longestGap = pause.multipliedBy(LOOKS_PER_GAP);
    }

    /** Something was found, or nothing could be seen: what comes is a new series. */
    synchronized void end(String what) {
        series.remove(what);
    }

    /**
     * Nothing was found now.
     *
     * @return up to when it counts as silent since a moment. Where the series began later than that, it is the length of the series that
     *     counts, less one gap, for as long may somebody not have been seen
     */
    synchronized Instant nothing(String what, Instant since, Instant now) {
        var known = series.remove(what);
        var first = known == null || known.last().plus(longestGap).isBefore(now) ? now : known.first();
        series.put(what, new Series(first, now));
        return first.isAfter(since) ? since.plus(Duration.between(first, now)).minus(longestGap) : now;
    }
}
