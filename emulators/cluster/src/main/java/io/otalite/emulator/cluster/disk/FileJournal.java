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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which every change is appended, rewritten to its essence at each start. It survives the death of the emulator at
 * any moment: the last line may be torn then, and what it was about was seen by nobody. A loss of power may take more, as the
 * disk is not waited for. Holds Secrets, so only its owner reads it.
 */
public final class FileJournal implements Journal, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int LONGEST_LINE = 64 * 1024 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final Recovered recovered;

    private FileJournal(Path file, FileChannel channel, Recovered recovered) {
        this.file = file;
        this.channel = channel;
        this.recovered = recovered;
    }

    /**
     * Reads what is there and compacts it.
     *
     * @throws DamagedJournalException when the file is broken before its end
     */
    public static FileJournal open(Path file) throws IOException {
        var reading = new Reading(file);
        if (Files.exists(file)) {
            reading.read();
        }
        var recovered = new Recovered(reading.version, List.copyOf(reading.objects.values()));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
        try {
            write(channel, Entry.line(recovered.version()));
            for (var change : recovered.objects()) {
                write(channel, Entry.line(change));
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new FileJournal(file, channel, recovered);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Recovered recover() {
        return recovered;
    }

    @Override
    public void append(ObjectChange change) {
        try {
            var end = channel.position();
            try {
                write(channel, Entry.line(change));
            } catch (IOException e) {
                // A half line in the middle would read as damage at the next start.
                channel.truncate(end);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
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
