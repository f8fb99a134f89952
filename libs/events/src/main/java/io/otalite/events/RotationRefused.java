package io.otalite.events;

import java.time.Instant;
import java.util.List;

/**
 * A rotation that was asked for was not begun, and nothing was changed.
 *
 * @param what was to be rotated, in words
 * @param reasons one sentence each
 */
public record RotationRefused(String rotationId, String what, List<String> reasons, Instant refusedAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RotationRefused.v1";

    public RotationRefused {
        EventChecks.rotationId(rotationId);
        what = ReportText.cut(what);
        reasons = ReportText.cut(reasons);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
