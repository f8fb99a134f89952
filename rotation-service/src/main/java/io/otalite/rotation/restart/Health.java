package io.otalite.rotation.restart;

import java.time.Instant;
import java.util.List;

/** What can be said of a workload's health by now. */
public sealed interface Health {
    /** Too early to tell. @param awaited what is waited for, for people */
    record Watching(String awaited) implements Health {}

    /**
     * It was healthy over the whole window, and is.
     *
     * @param podsSince when its oldest pod was made, by the clock of the cluster; {@link Instant#MIN} without pods
     * @param evidence for people
     */
    record Healthy(Instant podsSince, List<String> evidence) implements Health {
        public Healthy {
            evidence = List.copyOf(evidence);
        }
    }

    /** It is not, or did not become so in time. @param reason for people */
    record Unhealthy(String reason) implements Health {}
}
