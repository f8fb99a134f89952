package io.otalite.backup.completeness;

import io.otalite.tuf.Dialect;
import java.util.List;

/**
 * What was found of one factory's Targets in one dialect. The lists are cut at {@link Completeness#MOST_FINDINGS}; {@link #complete} is not.
 *
 * @param versions how many are archived
 * @param newest the highest archived version; 0 when there is none
 * @param gaps versions below the newest that are not archived
 * @param brokenLinks versions whose noted predecessor is not what stands there as the version before
 * @param conflicts quarantined records that offered another content for an archived version, as quarantine paths
 * @param damaged versions whose bytes are not what was noted; looked for only in a deep check
 */
public record CompletenessReport(
        Dialect dialect,
        long versions,
        long newest,
        List<VersionRange> gaps,
        List<Long> brokenLinks,
        List<String> conflicts,
        List<Long> damaged) {
    public CompletenessReport {
        gaps = List.copyOf(gaps);
        brokenLinks = List.copyOf(brokenLinks);
        conflicts = List.copyOf(conflicts);
        damaged = List.copyOf(damaged);
    }

    /** Whether nothing is missing, broken, contradicted or damaged up to the newest version. */
    public boolean complete() {
        return gaps.isEmpty() && brokenLinks.isEmpty() && conflicts.isEmpty() && damaged.isEmpty();
    }
}
