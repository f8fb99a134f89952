package io.otalite.system;

import io.otalite.emulator.google.storage.StoredObjects;
import io.otalite.emulator.google.storage.StoredObjects.Found;
import io.otalite.local.system.Archive;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The bucket as files: what is stored, whatever any service says. */
record ArchiveOnDisk(StoredObjects objects) {

    static ArchiveOnDisk of(Path googleData) {
        return new ArchiveOnDisk(StoredObjects.open(googleData));
    }

    Optional<Found> find(Version version) {
        try {
            return objects.find(Archive.BUCKET, version.objectName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a version; empty when it is not stored. */
    Optional<Bytes> content(Version version) {
        return find(version).map(ArchiveOnDisk::content);
    }

    /** Every object whose name begins so. */
    List<Found> list(String prefix) {
        try {
            return objects.list(Archive.BUCKET, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes content(Found found) {
        try {
            return Bytes.copyOf(Files.readAllBytes(found.content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
