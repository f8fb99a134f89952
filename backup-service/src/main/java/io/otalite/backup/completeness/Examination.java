package io.otalite.backup.completeness;

import java.time.Instant;

/**
 * What a round through all chains has found.
 *
 * @param at when it began: what was archived later may not be in it
 * @param missingVersions below the newest of their chains, or gone with the end of them since they were seen
 * @param brokenLinks versions whose noted predecessor is not what stands there as the version before
 */
public record Examination(Instant at, long missingVersions, long brokenLinks) {}
