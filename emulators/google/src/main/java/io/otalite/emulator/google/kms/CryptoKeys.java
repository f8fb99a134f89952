package io.otalite.emulator.google.kms;

import io.otalite.emulator.google.disk.DataDirectory;
import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.disk.FileNames;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The keys that may exist; each is made, and on the disk, before its first use. */
public final class CryptoKeys {
    private final Path directory;
    private final Path scratch;
    private final Set<String> names;
    private final SecureRandom random;
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<String, CryptoKey> keys = new HashMap<>();

    private CryptoKeys(Path directory, Path scratch, Set<String> names, SecureRandom random) {
        this.directory = directory;
        this.scratch = scratch;
        this.names = Set.copyOf(names);
        this.random = random;
    }

    /** @param names resource names of the keys that there are */
    public static CryptoKeys open(DataDirectory data, Set<String> names, SecureRandom random) throws IOException {
        return new CryptoKeys(data.directory("kms"), data.directory("scratch"), names, random);
    }

    /** Empty when there is no key of that name. */
    Optional<CryptoKey> find(String name) throws IOException {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        opening.lock();
        try {
            var key = keys.get(name);
            if (key == null) {
                key = new CryptoKey(name, readOrMake(directory.resolve(FileNames.of(name) + ".json"), name));
                keys.put(name, key);
            }
            return Optional.of(key);
        } finally {
            opening.unlock();
        }
    }

    private byte[] readOrMake(Path file, String name) throws IOException {
        if (Files.exists(file)) {
            return Base64.getDecoder()
                    .decode(Json.read(Files.readAllBytes(file), Stored.class).material());
        }
        var material = new byte[CryptoKey.BYTES];
        random.nextBytes(material);
        DurableFiles.replace(
                file,
                scratch,
                Json.bytesOf(new Stored(name, Base64.getEncoder().encodeToString(material))),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return material;
    }

    /** @param material in base64 */
    record Stored(String name, String material) {}
}
