package io.otalite.backup.archive;

/**
 * How far the roots have been archived. A root is published before what it verifies, but it comes through a topic of its
 * own; without this question a document that overtook its root would be taken for a forgery.
 */
public interface RootsProgress {
    /**
     * Whether every root that was visible when this was called has been dealt with. Blocks for seconds at most. Thread-safe.
     *
     * @throws io.otalite.backup.hold.UnavailableException when the broker does not answer
     */
    boolean caughtUp();
}
