package io.otalite.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses to begin what a full disk would break in the middle. */
final class DiskSpace {
    static final long NEEDED_BYTES = 1024L * 1024 * 1024;

    private static final double MIB = 1024.0 * 1024.0;

    private DiskSpace() {}

    /**
     * Makes sure that this much is free on the disk of that folder.
     *
     * @throws LocalSystemException that says how much is
     */
    static void require(Path folder, long bytes) throws IOException {
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new LocalSystemException(
                    "The disk of %s has %.0f MiB free, %.0f MiB are needed. Make room, or choose another disk: --state DIR"
                            .formatted(folder, free / MIB, bytes / MIB));
        }
    }
}
