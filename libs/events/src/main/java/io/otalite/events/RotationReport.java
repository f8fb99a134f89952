package io.otalite.events;

/**
 * What became of a rotation, step by step. For the record: nobody decides on these, and what a rotation does next stands in the
 * database of the service that runs it.
 *
 * <p>Texts are for people. A list is cut to 50 texts and a text to 500 characters where the record is made, because a
 * report of what has happened must not fail over its length. They never hold content of a Secret.
 */
public sealed interface RotationReport extends Event
        permits RestartVerified, RestartFailed, RotationRefused, RotationCompleted, RotationRolledBack {

    /** Which rotation: 1 to 63 of {@code A-Z a-z 0-9 . _ -}; all its reports have the same. */
    String rotationId();
}
