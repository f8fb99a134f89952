package io.otalite.api.publication;

import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Dialect;

/**
 * A selection of a factory's Targets in one dialect: what a device follows. It has documents of its own and shares the
 * factory's roots and version numbers, so that a device may move from one to another and never sees a version go down.
 *
 * @param name {@link DocumentIdentity#FULL_SET}, or the tag that its Targets have
 */
public record SetId(Dialect dialect, String name) {
    /** All Targets. */
    public static SetId full(Dialect dialect) {
        return new SetId(dialect, DocumentIdentity.FULL_SET);
    }

    /** Whether all Targets are in it. */
    public boolean isFull() {
        return name.equals(DocumentIdentity.FULL_SET);
    }
}
