package io.otalite.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rotation is done: everything that reads the new content was restarted and verified, and the old key is out of use.
 *
 * @param what was rotated, in words
 * @param account whose keys these are
 * @param oldKeyId the key that was in use before, as its issuer names it
 * @param newKeyId the key that is in use now, as its issuer names it
 * @param evidence what was seen
 */
public record RotationCompleted(
        String rotationId,
        String what,
        Optional<String> account,
        Optional<String> oldKeyId,
        Optional<String> newKeyId,
        List<String> evidence,
        Instant completedAt)
        implements RotationReport {

    public static final String TYPE = "io.otalite.RotationCompleted.v1";

    public RotationCompleted {
        EventChecks.rotationId(rotationId);
        what = ReportText.cut(what);
        EventChecks.keyIds(oldKeyId, newKeyId, account);
        evidence = ReportText.cut(evidence);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
