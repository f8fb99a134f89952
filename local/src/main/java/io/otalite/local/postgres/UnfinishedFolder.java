package io.otalite.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder that is filled beside its place and put there in one step, so that its place holds all of it or nothing,
 * whenever the filling is cut short.
 */
record UnfinishedFolder(Path place) {

    Path path() {
        return place.resolveSibling(place.getFileName() + ".unfinished");
    }

    /** Removes what an earlier attempt left. */
    void clear() throws IOException {
        if (Files.notExists(path())) {
            return;
        }
        try (var files = Files.walk(path())) {
            for (var file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    void finish() throws IOException {
        Files.move(path(), place, StandardCopyOption.ATOMIC_MOVE);
    }
}
