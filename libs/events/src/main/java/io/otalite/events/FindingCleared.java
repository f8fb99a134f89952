package io.otalite.events;

import java.time.Instant;

/**
 * What was found is so no more: it was mended, or the workload is gone.
 *
 * @param id that of the {@link FindingRaised}
 * @param since when it had become so
 */
public record FindingCleared(String id, ObjectName workload, String cause, Instant since, Instant clearedAt)
        implements Event {

    public static final String TYPE = "io.otalite.FindingCleared.v1";

    public FindingCleared {
        EventChecks.finding(id, cause);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
