package io.otalite.backup.credential.file;

import io.otalite.backup.credential.KeyFile;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the key file whole, and refuses to swallow something that is far too large to be one. */
public final class MountedKeyFile implements KeyFile {
    private static final int LARGEST_KEY_FILE = 64 * 1024;

    private final Path path;

    public MountedKeyFile(Path path) {
        this.path = path;
    }

    @Override
    public Reading read() {
        try (var in = Files.newInputStream(path)) {
            return new Reading.Present(Bytes.copyOf(in.readNBytes(LARGEST_KEY_FILE)));
        } catch (NoSuchFileException missing) {
            return new Reading.Absent("There is no key file at " + path);
        } catch (IOException unreadable) {
            return new Reading.Absent("The key file at " + path + " cannot be read: " + unreadable);
        }
    }
}
