package io.otalite.emulator.cluster.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A journal that is broken before its end, which no crash of the emulator does. */
public final class DamagedJournalException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedJournalException(Path file, long offset, String problem) {
        super("%s is damaged at byte %d: %s. Restore the file, or remove it to start with an empty cluster."
                .formatted(file, offset, problem));
    }
}
