package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is and was done, for people to look up. Thread-safe.
 *
 * <p>All methods throw {@link RestartsUnavailableException} if nobody answers.
 */
public interface RestartRecords {
    /**
     * A task with what is told of it beside its state.
     *
     * @param id in the order of recording
     * @param secrets those whose change it is about
     * @param awaited what it waits for; empty for nothing
     */
    record Entry(long id, RestartTask task, List<ObjectRef> secrets, String awaited, Instant recorded) {
        public Entry {
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * Tasks in the order of recording.
     *
     * @param rotationId only those of this rotation; empty for all
     * @param after the id of the last one that is known
     */
    List<Entry> entries(Optional<String> rotationId, long after, int limit);

    /** The changes of a rotation, in the order of recording; empty when it is not known. */
    List<Change> changes(String rotationId);

    /** What was set aside, in order. @param after the id of the last one that is known */
    List<Quarantine.Entry> quarantined(long after, int limit);

    /**
     * Forgets what others asked for, a rotation at a time: anybody may ask. What rotations of this service did stays, as they do.
     *
     * @param before since when nothing of it is open and nothing has happened
     */
    void forget(Instant before);

    /** How much there is. */
    Counts counts();

    /**
     * How much there is.
     *
     * @param tasks those that are open and those that failed; without states of which there are none
     * @param oldestWaiting when the task was recorded that has waited for the longest time
     */
    record Counts(Map<State, Long> tasks, Optional<Instant> oldestWaiting, long quarantined) {
        public static final Counts NONE = new Counts(Map.of(), Optional.empty(), 0);

        public Counts {
            tasks = Map.copyOf(tasks);
        }
    }
}
