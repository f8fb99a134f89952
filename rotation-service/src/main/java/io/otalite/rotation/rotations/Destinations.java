package io.otalite.rotation.rotations;

import io.otalite.tuf.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Secrets of the cluster, as far as a rotation touches them. Thread-safe; every call asks the API server. */
public interface Destinations {
    /**
     * Why it could not be written, for people: it is gone, immutable, holds something else than was observed, somebody else's
     * controller writes it, or the API server refuses a dry run. Empty when it could.
     *
     * @param observed SHA-256 of what was observed, in hexadecimal, by the name of the entry
     * @throws ClusterUnavailableException if nobody answers
     */
    List<String> refusals(Destination destination, Map<String, String> observed);

    /**
     * The entries that would be replaced, as they stand there now; empty when the Secret or one of the entries is gone.
     *
     * @throws ClusterUnavailableException if nobody answers
     */
    Optional<Content> read(Destination destination);

    /**
     * Replaces entries, and nothing else, provided that nobody has written to the Secret since it was read.
     *
     * @param mark stands in an annotation then, so that the Secret has another version even where its entries had this content
     * @throws ClusterUnavailableException if nobody answers, or if it is not known what came of it
     */
    Written write(Destination destination, Content read, Map<String, Bytes> entries, String mark);

    /** Entries of a Secret. @param resourceVersion of what was read */
    record Content(Map<String, Bytes> entries, String resourceVersion) {
        public Content {
            entries = Map.copyOf(entries);
        }
    }

    /** What came of a write. */
    sealed interface Written {
        record Done() implements Written {}

        /** Somebody else wrote meanwhile: to be read again. */
        record Overtaken() implements Written {}

        /** The API server will not have it. @param reason for people */
        record Refused(String reason) implements Written {}
    }
}
