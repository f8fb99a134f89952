package io.otalite.events;

import io.otalite.tuf.InvalidValueException;
import java.time.Instant;
import java.util.Optional;

/**
 * A workload would not start, or is at risk of that: what, where, since when, and what would mend it. Told again, with the same id and
 * the same {@code since}, when there is something new to say about it.
 *
 * @param id the same for as long as the same thing is wrong with the same workload
 * @param revision the retained revision that it is about; empty for the template that is in force
 * @param verdict how bad it is, for instance {@code BLOCKED_START}
 * @param cause a stable word, for instance {@code object_missing}
 * @param path where the reference stands in the workload: a JSON pointer (RFC 6901); may be empty
 * @param target what is missing, or not as it should be
 * @param key the entry of the target
 * @param message for people; never holds content of a Secret
 * @param evidence the resourceVersion that was judged; may be empty
 * @param nearest an object or an entry that may be meant
 * @param alsoAffected how many other workloads had the same reason at that moment
 */
public record FindingRaised(
        String id,
        ObjectName workload,
        Optional<String> revision,
        String verdict,
        String cause,
        String path,
        ObjectName target,
        Optional<String> key,
        String message,
        Instant since,
        String evidence,
        Optional<String> nearest,
        Optional<Fix> fix,
        int alsoAffected,
        Instant judgedAt)
        implements Event {

    public static final String TYPE = "io.otalite.FindingRaised.v1";

    /**
     * What would mend it.
     *
     * @param command a line for a shell
     * @param patch the same as a JSON patch (RFC 6902), where it is one: a JSON array without blanks
     */
    public record Fix(String command, Optional<String> patch) {}

    public FindingRaised {
        EventChecks.finding(id, cause);
        if (verdict.isBlank() || alsoAffected < 0) {
            throw new InvalidValueException(
                    "a finding", "with a verdict and a count that is not below zero", verdict + ", " + alsoAffected);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }
}
