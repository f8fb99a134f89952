package io.otalite.events;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics of the product. All are histories: nothing in them is ever compacted or dropped by age or size, so that an
 * archive that was away for weeks still finds every version.
 */
public final class Topics {

    /** Carries {@link TargetsPublished}. */
    public static final TopicDefinition TARGETS_PUBLISHED = history("ota.targets.published.v1");

    /** Carries {@link RootPublished}. */
    public static final TopicDefinition ROOTS_PUBLISHED = history("ota.roots.published.v1");

    /** Carries {@link TargetsArchived}. */
    public static final TopicDefinition TARGETS_ARCHIVED = history("ota.targets.archived.v1");

    /** Carries {@link FindingRaised} and {@link FindingCleared}. */
    public static final TopicDefinition FINDINGS = history("ota.findings.v1");

    /** Carries {@link KeyRotated}; open to other producers. */
    public static final TopicDefinition KEYS_ROTATED = history("ota.keys.rotated.v1");

    /** Carries every {@link RotationReport}. */
    public static final TopicDefinition ROTATIONS = history("ota.rotations.v1");

    private static final int PARTITIONS = 12;

    private Topics() {}

    /** Every topic of the product. */
    public static List<TopicDefinition> all() {
        return List.of(TARGETS_PUBLISHED, ROOTS_PUBLISHED, TARGETS_ARCHIVED, FINDINGS, KEYS_ROTATED, ROTATIONS);
    }

    private static TopicDefinition history(String name) {
        var settings = Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", Integer.toString(16 * 1024 * 1024));
        return new TopicDefinition(name, PARTITIONS, new TreeMap<>(settings));
    }
}
