package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.restart.Consumer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rotation is going to do, as it was found when it was asked for.
 *
 * @param destinations where the new credential will be written
 * @param consumers what is restarted or watched after that, in no order
 * @param compromised whether the old credential is in wrong hands: then it is disabled first, and consumers fail until they are restarted
 * @param force why consumers that would not start are accepted; empty when they are not
 * @param requestedBy the caller, or the schedule
 */
public record Plan(
        Subject subject,
        List<Destination> destinations,
        List<Consumer> consumers,
        boolean compromised,
        Optional<String> force,
        String requestedBy,
        Instant requestedAt) {
    public Plan {
        destinations = List.copyOf(destinations);
        consumers = List.copyOf(consumers);
    }
}
