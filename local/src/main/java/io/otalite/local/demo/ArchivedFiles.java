package io.otalite.local.demo;

import io.otalite.emulator.google.storage.StoredObjects;
import io.otalite.events.FactoryName;
import io.otalite.local.system.Archive;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What stands in the archive's bucket, read from the disk behind the back of every server. */
final class ArchivedFiles {
    private final StoredObjects objects;
    private final FactoryName factory;

    ArchivedFiles(Path emulatorData, FactoryName factory) {
        this.objects = StoredObjects.open(emulatorData);
        this.factory = factory;
    }

    /** The stored file of this version; empty when there is none. */
    Optional<StoredBytes> find(MetadataVersion version) {
        try {
            var object = objects.find(Archive.BUCKET, name(version));
            if (object.isEmpty()) {
                return Optional.empty();
            }
            var file = object.get().content();
            return Optional.of(StoredBytes.of("the stored file " + file, Bytes.copyOf(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new DemoFailedException("a readable file for " + name(version), e.toString());
        }
    }

    String name(MetadataVersion version) {
        return "v1/%s/tuf/full/targets/%020d.json".formatted(factory.value(), version.value());
    }
}
