package io.otalite.rotation.restart;

import io.otalite.tuf.Bytes;
import java.time.Instant;

/** Keeps events that nothing could be done with. Thread-safe. */
@FunctionalInterface
public interface Quarantine {
    /**
     * Returns when it is durable; doing it again changes nothing.
     *
     * @throws RestartsUnavailableException if that is not certain
     */
    void setAside(Received received, String reason);

    /**
     * A record as it came.
     *
     * @param partition and {@code offset}: its position in the topic
     * @param written when, or when it was read first, whichever is earlier
     */
    record Received(String topic, int partition, long offset, String key, Bytes value, Instant written) {}

    /** One that was set aside. @param size of its value, in bytes */
    record Entry(
            long id, String topic, int partition, long offset, String key, String reason, int size, Instant received) {}
}
