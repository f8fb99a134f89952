package io.otalite.events;

import java.time.Instant;
import java.util.List;

/**
 * A rotation stopped halfway and is neither finished nor undone: a person has to act.
 *
 * @param what was to be rotated, in words
 * @param reason why it stopped, one sentence
 * @param evidence what was seen
 */
public record RotationFailed(String rotationId, String what, String reason, List<String> evidence, Instant failedAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RotationFailed.v1";

    public RotationFailed {
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
