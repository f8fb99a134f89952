package io.otalite.backup.credential;

/**
 * Asks the bucket whether it lets a client in.
 *
 * @param <C> the client
 */
public interface BucketAccess<C> {
    /** Asks once; blocks for some seconds at most. Thread-safe. */
    Answer ask(C client);

    /** What the bucket said. */
    sealed interface Answer {
        /** Everything the archive needs is granted. */
        record Granted() implements Answer {}

        /** The token was not accepted. */
        record Refused(String why) implements Answer {}

        /** The bucket is missing, or a permission is. */
        record Denied(String why) implements Answer {}

        /** No answer. */
        record Unknown(String why) implements Answer {}
    }
}
