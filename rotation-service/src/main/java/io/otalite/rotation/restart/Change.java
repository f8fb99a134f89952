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

    /** What follows the id of a rotation where its value is taken back. */
    public static final String UNDO = "-undo";

    public Change {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    public boolean isOwn() {
        return rotationId.startsWith(OWN);
    }

    /** The id of its rotation, without what says that the value is taken back. */
    public String undone() {
        var end = rotationId.lastIndexOf(UNDO);
        return end < 0 ? rotationId : rotationId.substring(0, end);
    }

    /**
     * Whose restarts wait for each other. Anybody may say of a Secret that it has changed, and its owner what stands in it: so that others
     * wait for it only in its own namespace, and no rotation of this service does.
     */
    public String line() {
        return isOwn()
                ? "rotation:" + account.orElseGet(secret::id)
                : account.map(owner -> secret.namespace() + '/' + owner).orElseGet(secret::id);
    }
}
