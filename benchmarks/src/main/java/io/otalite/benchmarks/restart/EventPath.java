package io.otalite.benchmarks.restart;

import io.otalite.events.KeyRotated;
import io.otalite.rotation.restart.KeyRotations;

/** The way of an event from whoever tells it to the restarts. */
public interface EventPath extends AutoCloseable {
    /** From now on events arrive there. */
    void open(KeyRotations rotations);

    /** Sends an event on its way. */
    void tell(KeyRotated event);

    @Override
    void close();
}
