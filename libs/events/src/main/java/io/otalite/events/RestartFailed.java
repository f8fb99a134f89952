package io.otalite.events;

import java.time.Instant;
import java.util.List;

/**
 * A workload that was restarted because of a rotation did not come up, did not stay healthy, or does not use the new content.
 *
 * @param secret whose new content the workload was restarted for
 * @param reason one sentence
 * @param evidence what was seen
 */
public record RestartFailed(
        String rotationId,
        ObjectName secret,
        ObjectName workload,
        String reason,
        List<String> evidence,
        Instant failedAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RestartFailed.v1";

    public RestartFailed {
        EventChecks.rotationId(rotationId);
        EventChecks.secret(secret);
        reason = ReportText.cut(reason);
        evidence = ReportText.cut(evidence);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
