package io.otalite.backup.health;

import java.util.Optional;

/** Finds a thread that has not moved for so long that only a restart can help. Called at every probe; must not block. */
public interface StuckThreads {
    /** What is stuck, for an operator; empty when all threads move. */
    Optional<String> find();
}
