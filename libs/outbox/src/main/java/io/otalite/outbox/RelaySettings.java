package io.otalite.outbox;

import java.time.Duration;

/**
 * How a relay works. All relays of one database must have the same name: it is the lock that elects one of them and the
 * identity by which the broker fences one that lost its election.
 *
 * @param name the name of the advisory lock, the {@code transactional.id} and the {@code client.id}
 * @param replicationFactor of topics the relay has to create; -1 for the broker's default
 * @param batchRows how many rows are sent in one transaction at most
 * @param batchBytes how many bytes of payload are read into memory at once; a single larger row still passes
 * @param pollInterval how long the relay waits when it found no row, unless {@link OutboxRelay#wake()} is called
 * @param longestBackoff how long the relay waits at most before it tries again to reach the database and the broker
 */
public record RelaySettings(
        String name,
        short replicationFactor,
        int batchRows,
        long batchBytes,
        Duration pollInterval,
        Duration longestBackoff) {

    public RelaySettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A relay needs a name");
        }
        if (replicationFactor < -1 || replicationFactor == 0 || batchRows < 1 || batchBytes < 1) {
            throw new IllegalArgumentException(
                    "Replication factor (or -1), rows and bytes of a batch are above zero, not " + replicationFactor
                            + ", " + batchRows + ", " + batchBytes);
        }
        if (!pollInterval.isPositive() || !longestBackoff.isPositive()) {
            throw new IllegalArgumentException(
                    "Poll interval and longest backoff are above zero, not " + pollInterval + ", " + longestBackoff);
        }
    }

    /** 200 rows or 16 MiB at once, a look every 100 ms, and at most 5 s between two attempts. */
    public static RelaySettings of(String name, short replicationFactor) {
        return new RelaySettings(
                name, replicationFactor, 200, 16L * 1024 * 1024, Duration.ofMillis(100), Duration.ofSeconds(5));
    }
}
