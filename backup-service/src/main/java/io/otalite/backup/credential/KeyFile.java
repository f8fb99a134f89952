package io.otalite.backup.credential;

import io.otalite.tuf.Bytes;

/** Where the key is mounted. Called by one thread at a time. */
public interface KeyFile {
    /** What stands there now; never fails. */
    Reading read();

    /** What a look at the mount found. */
    sealed interface Reading {
        /** Bytes, not judged in any way. */
        record Present(Bytes content) implements Reading {}

        /** Nothing is mounted there, or it cannot be read. */
        record Absent(String why) implements Reading {}
    }
}
