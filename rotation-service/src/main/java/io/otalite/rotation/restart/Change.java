package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Entries of a Secret have new content.
 *
 * @param rotationId the rotation it belongs to, and the value of the annotation that restarts a workload; several Secrets may have it
 *     in common
 * @param keys the entries that have changed
 * @param newKeyId the credential that stands there now, as its issuer names it
 * @param account whose it is; workloads of one account are restarted one after the other
 */
public record Change(
        String rotationId,
        ObjectRef secret,
        SortedSet<String> keys,
        Optional<String> oldKeyId,
        Optional<String> newKeyId,
        Optional<String> account,
        Instant at) {
    /** How the ids of the rotations of this service begin, and of nobody else's. */
    public static final String OWN = "rotation-";

    public Change {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }
}
