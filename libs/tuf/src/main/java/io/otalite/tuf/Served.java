package io.otalite.tuf;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a client is served: files by name, in a dialect, at the fixed time of the update (TUF 5.1).
 *
 * @param files empty where the repository has none of that name
 */
record Served(Dialect dialect, Function<String, Optional<Bytes>> files, Instant now) {

    /** A file of at most so many bytes. */
    Step<Bytes> fetch(String section, String name, long limit) {
        return files.apply(name)
                .map(Step::done)
                .orElseGet(() -> Step.stopped(section, Reason.MISSING, name + " is not served"))
                .check(
                        section,
                        Reason.TOO_LARGE,
                        bytes -> bytes.size() <= limit,
                        bytes -> "%s has %d bytes, at most %d are read".formatted(name, bytes.size(), limit));
    }

    /** The name of a file under this root: with its version in front where the repository keeps all versions. */
    String numbered(String file, MetadataVersion version, Root root) {
        return consistent(root) ? version + "." + file : file;
    }

    /** Whether the files of a repository under this root keep their version or hash in their names (TUF 5.3.12). */
    boolean consistent(Root root) {
        return dialect.consistentSnapshots() && root.consistentSnapshot();
    }
}
