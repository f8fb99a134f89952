package io.otalite.api.repositoryimport;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import java.util.List;

/**
 * A repository as its devices have it: the exact files.
 *
 * @param roots all of them, from version 1
 */
public record ForeignRepository(Dialect dialect, List<Bytes> roots, Bytes targets, Bytes snapshot, Bytes timestamp) {
    public ForeignRepository {
        roots = List.copyOf(roots);
    }
}
