package io.otalite.emulator.google.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory of one running emulator; a second one on the same directory is refused, also from another process. */
public final class DataDirectory implements Closeable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws IOException when the directory cannot be made, or another emulator has it */
    public static DataDirectory open(Path path) throws IOException {
        DurableFiles.directory(path);
        var lockFile = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lockFile.tryLock() != null) {
                return new DataDirectory(path, lockFile);
            }
        } catch (OverlappingFileLockException _) {
            // The holder is in this process; the answer is the same.
        }
        lockFile.close();
        throw new IOException("%s is in use by another emulator".formatted(path));
    }

    /** A directory below, made if need be. */
    public Path directory(String name) throws IOException {
        return DurableFiles.directory(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
