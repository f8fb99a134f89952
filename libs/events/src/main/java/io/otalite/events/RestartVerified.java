package io.otalite.events;

import java.time.Instant;
import java.util.List;

/**
 * A workload was restarted because of a rotation and stayed healthy for the whole window, on the new content.
 *
 * @param secret whose new content the workload was restarted for
 * @param evidence what was seen, for instance which key the workload says it uses
 */
public record RestartVerified(
        String rotationId, ObjectName secret, ObjectName workload, List<String> evidence, Instant verifiedAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RestartVerified.v1";

    public RestartVerified {
        EventChecks.rotationId(rotationId);
        EventChecks.secret(secret);
        evidence = ReportText.cut(evidence);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
