package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of the version counter. Objects are shared and never changed in place: whoever wants another content makes a
 * copy.
 *
 * @param object the content from now on; of a deletion, the last one with the version of the deletion
 * @param previous the content before; null when it was created
 * @param version the counter after the step; the object carries it as its {@code resourceVersion}
 */
public record ObjectChange(
        ObjectKey key,
        Type type,
        ObjectNode object,
        @Nullable ObjectNode previous,
        long version) {

    /** The words of the watch protocol. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
