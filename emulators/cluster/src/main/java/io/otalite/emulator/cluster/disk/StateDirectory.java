package io.otalite.emulator.cluster.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.UUID;

/** The directory of one running emulator; a second one on the same directory is refused, also from another process. */
public final class StateDirectory implements Closeable {
    private static final String NETWORK = "network";

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

    /** The number of the network that the emulator had last; empty when it had none. */
    public OptionalInt network() throws IOException {
        var file = file(NETWORK);
        var text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.matches("\\d{1,3}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    public void keepNetwork(int number) throws IOException {
        PrivateFiles.write(file(NETWORK), Integer.toString(number));
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
