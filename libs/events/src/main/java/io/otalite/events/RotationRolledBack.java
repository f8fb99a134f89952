package io.otalite.events;

import java.time.Instant;
import java.util.List;

/**
 * A rotation was undone: what was distributed before is distributed again.
 *
 * @param what was to be rotated, in words
 * @param reason why it was undone, one sentence
 * @param evidence what was seen
 */
public record RotationRolledBack(
        String rotationId, String what, String reason, List<String> evidence, Instant rolledBackAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RotationRolledBack.v1";

    public RotationRolledBack {
        EventChecks.rotationId(rotationId);
        what = ReportText.cut(what);
        reason = ReportText.cut(reason);
        evidence = ReportText.cut(evidence);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
