package io.otalite.events;

/**
 * Something that happened and that other services may build on. Sealed, so that the compiler points at every reader that
 * has not yet said what it does with a new one.
 */
public sealed interface Event
        permits TargetsPublished,
                RootPublished,
                TargetsArchived,
                FindingRaised,
                FindingCleared,
                KeyRotated,
                RotationReport,
                Unrecognised {

    /** The CloudEvents type, version included, for instance {@code io.otalite.TargetsPublished.v1}. */
    String type();
}
