package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.disk.FileNames;
import java.time.Instant;

/** Everything known of an object but its bytes: what its JSON file holds, and what the index keeps in memory. */
record StoredObject(String name, Revision revision, Checksums checksums, ObjectAttributes attributes) {

    /**
     * Which content, and which attributes of it.
     *
     * @param generation grows with every content stored under any name
     * @param metageneration counts the changes of attributes, from 1
     */
    record Revision(long generation, long metageneration, Instant created, Instant updated) {}

    /** The file with the exact bytes; every generation has one of its own. */
    String contentFile() {
        return FileNames.of(name) + "@" + revision.generation();
    }

    StoredObject with(ObjectAttributes changed, Instant now) {
        var next = new Revision(revision.generation(), revision.metageneration() + 1, revision.created(), now);
        return new StoredObject(name, next, checksums, changed);
    }
}
