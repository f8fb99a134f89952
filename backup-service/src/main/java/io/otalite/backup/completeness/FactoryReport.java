package io.otalite.backup.completeness;

import io.otalite.events.FactoryName;
import java.util.List;

/**
 * What was found of one factory's Targets in several dialects. What is missing in one is missing, however whole another is.
 *
 * @param dialects one report for each dialect that was examined; empty when nothing of the factory was ever archived
 * @param deep whether every object was read
 */
public record FactoryReport(FactoryName factory, List<CompletenessReport> dialects, boolean deep) {
    public FactoryReport {
        dialects = List.copyOf(dialects);
    }

    /** Whether each dialect is complete up to its newest version. */
    public boolean complete() {
        return dialects.stream().allMatch(CompletenessReport::complete);
    }

    /** The highest version that is archived in every dialect; 0 when one has none. */
    public long newest() {
        return dialects.stream().mapToLong(CompletenessReport::newest).min().orElse(0);
    }
}
