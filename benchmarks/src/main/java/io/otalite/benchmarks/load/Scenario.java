package io.otalite.benchmarks.load;

import java.util.Locale;

/** What can be measured, in the order in which it is. */
public enum Scenario {
    /** Closed loop on one factory: its publications wait for each other. */
    ONE_FACTORY,
    /** Closed loop over many factories: what the whole system takes at most. */
    MANY_FACTORIES,
    /** Many factories at half of what {@link #MANY_FACTORIES} gave: what a user sees on a usual day. */
    HALF_LOAD,
    /** One client and one factory with as many Targets as clients in the field can read. */
    LARGE_DOCUMENT,
    /** {@link #MANY_FACTORIES} with Kafka and the bucket away, then how long the backlog takes. */
    OUTAGE,
    /** Publishing with backup-service away, then how fast it catches up, beside a plain consume-and-put loop. */
    BACKLOG;

    /** Whether processes are stopped, which only the owner of a system may do. */
    public boolean stopsProcesses() {
        return this == OUTAGE || this == BACKLOG;
    }

    /** The name in results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
