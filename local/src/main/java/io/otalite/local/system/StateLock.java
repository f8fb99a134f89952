package io.otalite.local.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to run on a state directory. The operating system gives it back when the holder dies, however it dies.
 *
 * <p>The system's file locks belong to a whole JVM and are lost when it closes any channel on the file; so what this JVM
 * holds is remembered here, and its lock files are not opened twice.
 */
public final class StateLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StateLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock; empty when somebody has it. */
    public static Optional<StateLock> tryAcquire(StateDirectory state) {
        return tryAcquire(state.lockFile());
    }

    /** Whether a system runs on this state. */
    public static boolean isHeld(StateDirectory state) {
        var lock = tryAcquire(state);
        lock.ifPresent(StateLock::close);
        return lock.isEmpty();
    }

    private static Optional<StateLock> tryAcquire(Path file) {
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        Optional<StateLock> acquired = Optional.empty();
        try {
            acquired = lock(file);
            return acquired;
        } catch (IOException e) {
            throw new LocalSystemException("The lock " + file + " cannot be taken: " + e, e);
        } finally {
            if (acquired.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static Optional<StateLock> lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new StateLock(file, channel));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalSystemException("The lock " + file + " cannot be released: " + e, e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
