package io.otalite.rotation.credentials.google;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long it takes until what Google does not show is not there. It counts from when this service first looked in vain, not from when
 * something was begun: that may have been repeated until a moment ago. Forgotten with the process, and then it counts anew.
 */
final class Settling {
    /** Whoever looks comes back until it is over. */
    private static final int MOST = 1_000;

    private final Duration settling;
    private final Clock clock;

    private final Map<String, Instant> asked = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    });

    Settling(Duration settling, Clock clock) {
        this.settling = settling;
        this.clock = clock;
    }

    /** Whether enough time has passed since this was first asked for the same. */
    boolean isOver(String what) {
        var now = clock.instant();
        return !now.isBefore(asked.computeIfAbsent(what, _ -> now).plus(settling));
    }

    @Override
    public String toString() {
        return settling.toString();
    }
}
