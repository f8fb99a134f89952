package io.otalite.emulator.cluster.objects;

import java.util.Collection;
import java.util.List;

/** Where objects live between two runs. Called by one thread at a time. */
public interface Journal {

    /**
     * What a journal gives back at the start.
     *
     * @param version the highest version ever recorded, by which the counter goes on
     */
    record Recovered(long version, Collection<ObjectChange> objects) {}

    /** What was recorded: for each object that is not deleted its last change. Asked once, before the first change. */
    Recovered recover();

    /**
     * Records a change before anybody sees it.
     *
     * @throws java.io.UncheckedIOException when it cannot be recorded; the change does not happen then
     */
    void append(ObjectChange change);

    /** Nothing is kept: for tests. */
    static Journal none() {
        return new Journal() {
            @Override
            public Recovered recover() {
                return new Recovered(0, List.of());
            }

            @Override
            public void append(ObjectChange change) {
                // Nobody will ask for it.
            }
        };
    }
}
