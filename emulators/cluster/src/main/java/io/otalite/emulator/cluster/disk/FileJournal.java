package io.otalite.emulator.cluster.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectChange.Type;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which every change is appended, rewritten to its essence at each start and whenever it has grown to a multiple of
 * that. It survives the death of the emulator at any moment: the last line may be torn then, and what it was about was seen
 * by nobody. A loss of power may take more, as the disk is not waited for. Holds Secrets, so only its owner reads it.
 */
public final class FileJournal implements Journal, Closeable {
    static final int LONGEST_LINE = 64 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    /** A rewriting is read from the file itself, under the lock of the store: seldom enough for nobody to notice. */
    private static final int GROWTH = 8;

    private static final long SMALLEST_COMPACTED = 16L * 1024 * 1024;

    private final Path file;
    private final long smallestCompacted;
    private FileChannel channel;
    private long compactAbove;
    private @Nullable Recovered recovered;
    private boolean isBroken;

    private FileJournal(Path file, long smallestCompacted, Compacted compacted) throws IOException {
        this.file = file;
        this.smallestCompacted = smallestCompacted;
        this.channel = compacted.channel;
        this.recovered = compacted.content;
        this.compactAbove = limitAfter(channel.position());
    }

    /** A file of nothing but the last changes, open at its end. */
    private record Compacted(FileChannel channel, Recovered content) {}

    /**
     * Reads what is there and compacts it.
     *
     * @throws DamagedJournalException when the file is broken before its end
     */
    public static FileJournal open(Path file) throws IOException {
        return open(file, SMALLEST_COMPACTED);
    }

    /** @param smallestCompacted the size in bytes that it has at least before it is compacted while it is written to */
    static FileJournal open(Path file, long smallestCompacted) throws IOException {
        return new FileJournal(file, smallestCompacted, compact(file));
    }

    private static Compacted compact(Path file) throws IOException {
        var reading = new Reading(file);
        if (Files.exists(file)) {
            reading.read();
        }
        var content = new Recovered(reading.version, List.copyOf(reading.objects.values()));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
        try {
            write(channel, Entry.line(content.version()));
            for (var change : content.objects()) {
                write(channel, Entry.line(change));
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Compacted(channel, content);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** To be asked once: the content is the caller's then, and not kept here. */
    @Override
    public Recovered recover() {
        var content = recovered;
        recovered = null;
        if (content == null) {
            throw new IllegalStateException("What was recovered has been handed out");
        }
        return content;
    }

    @Override
    public void append(ObjectChange change) {
        if (isBroken) {
            throw new UncheckedIOException(new IOException("%s ends in half a line".formatted(file)));
        }
        try {
            appendWhole(Entry.line(change));
            if (channel.position() > compactAbove) {
                compactNow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private void appendWhole(byte[] line) throws IOException {
        var end = channel.position();
        try {
            write(channel, line);
        } catch (IOException e) {
            // A half line in the middle would read as damage at the next start, at the end it does not.
            isBroken = true;
            channel.truncate(end);
            isBroken = false;
            throw e;
        }
    }

    /** The change is recorded already, so a failure is nothing to tell its writer. */
    private void compactNow() throws IOException {
        try {
            var outgrown = channel;
            channel = compact(file).channel;
            outgrown.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("The journal could not be compacted and grows on");
        }
        compactAbove = limitAfter(channel.position());
    }

    private long limitAfter(long size) {
        return Math.max(smallestCompacted, GROWTH * size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** One pass over a file, from its first byte to the last whole line. */
    private static final class Reading {
        private final Path file;
        private final Map<ObjectKey, ObjectChange> objects = new LinkedHashMap<>();
        private long version;
        private long offset;

        Reading(Path file) {
            this.file = file;
        }

        void read() throws IOException {
            try (var in = new BufferedInputStream(Files.newInputStream(file))) {
                var line = new ByteArrayOutputStream();
                while (nextLine(in, line)) {
                    accept(line.toByteArray());
                    offset += line.size() + 1L;
                }
                if (line.size() > 0) {
                    LOG.atWarn()
                            .addKeyValue("file", file)
                            .addKeyValue("offset", offset)
                            .addKeyValue("bytes", line.size())
                            .log("The last change was written in part and is dropped");
                }
            }
        }

        /** False at the end; what stands in the buffer then is a line without an end. */
        private boolean nextLine(InputStream in, ByteArrayOutputStream line) throws IOException {
            line.reset();
            for (var b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    return true;
                }
                if (line.size() == LONGEST_LINE) {
                    throw new DamagedJournalException(file, offset, "a line without an end");
                }
                line.write(b);
            }
            return false;
        }

        private void accept(byte[] line) throws IOException {
            try {
                var entry = Entry.parse(line);
                version = Math.max(version, entry.path("version").asLong());
                if (entry.has("kind")) {
                    apply(Entry.key(entry), entry);
                }
            } catch (IOException e) {
                throw new DamagedJournalException(file, offset, String.valueOf(e.getMessage()));
            }
        }

        private void apply(ObjectKey key, JsonNode entry) {
            objects.remove(key);
            if (entry.path("object") instanceof ObjectNode object) {
                objects.put(
                        key,
                        new ObjectChange(
                                key,
                                Type.ADDED,
                                object,
                                null,
                                entry.path("version").asLong()));
            }
        }
    }
}
