package io.otalite.local.command;

import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The knowledge that running processes were loaded from the build's output: writing over it would break them at the next
 * class they load. Any number of systems may share it.
 */
final class BuildInUse implements AutoCloseable {
    private final FileChannel channel;

    private BuildInUse(FileChannel channel) {
        this.channel = channel;
    }

    static BuildInUse hold(ProjectLayout layout) {
        try {
            create(layout.inUseFile());
            // To be read only: in an image it cannot be written, and nobody builds there.
            var channel = FileChannel.open(layout.inUseFile(), StandardOpenOption.READ);
            channel.lock(0, Long.MAX_VALUE, true);
            return new BuildInUse(channel);
        } catch (IOException e) {
            throw new LocalSystemException("The file " + layout.inUseFile() + " cannot be locked: " + e, e);
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException _) {
            // As wished.
        } catch (IOException e) {
            if (Files.notExists(file)) {
                throw e;
            }
        }
    }

    static boolean isIdle(ProjectLayout layout) {
        try (var channel = open(layout);
                var lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            throw new LocalSystemException("The file " + layout.inUseFile() + " cannot be locked: " + e, e);
        }
    }

    private static FileChannel open(ProjectLayout layout) throws IOException {
        return FileChannel.open(
                layout.inUseFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
