package io.otalite.emulator.cluster.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The directory of one running emulator; a second one on the same directory is refused, also from another process. */
public final class StateDirectory implements Closeable {
    private final Path path;
    private final FileChannel lockFile;

    private StateDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws IOException when the directory cannot be made, or another emulator has it */
    public static StateDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        var lockFile = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lockFile.tryLock() != null) {
                return new StateDirectory(path, lockFile);
            }
        } catch (OverlappingFileLockException _) {
            // The holder is in this process; the answer is the same.
        }
        lockFile.close();
        throw new IOException("%s is in use by another emulator".formatted(path));
    }

    public Path path() {
        return path;
    }

    /** Tells this state from every other one; made once. Processes that run for it carry it. */
    public String id() throws IOException {
        var file = file("id");
        if (Files.notExists(file)) {
            var unfinished = Files.writeString(file("id.new"), UUID.randomUUID().toString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** A file in it. */
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
