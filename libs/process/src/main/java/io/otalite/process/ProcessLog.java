package io.otalite.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file that a process writes to, kept from filling the disk. The process writes by itself and in append mode, so that
 * it neither waits for its supervisor nor ends with it; a file that grew too long is therefore copied and cut, not renamed.
 * What is written between the copy and the cut is lost.
 */
final class ProcessLog {
    private static final int TAIL_BYTES = 256 * 1024;

    private final Path file;
    private final Path previous;
    private final long limit;

    ProcessLog(Path file, long limit) {
        this.file = file;
        this.previous = file.resolveSibling(file.getFileName() + ".1");
        this.limit = limit;
    }

    Path file() {
        return file;
    }

    /** Puts the log of the last run aside. */
    void startAnew() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, previous, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Cuts the file when it is longer than the limit; the end of it is kept aside. */
    void bound() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= limit) {
            return;
        }
        try (var log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var copy = FileChannel.open(
                        previous,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var position = Math.max(0, log.size() - limit);
            log.transferTo(position, limit, copy);
            log.truncate(0);
        }
    }

    /** The last lines, oldest first; of a longer log only the last quarter of a megabyte is looked at. */
    static List<String> tail(Path file, int lines) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            var start = Math.max(0, log.length() - TAIL_BYTES);
            log.seek(start);
            var bytes = new byte[(int) Math.min(TAIL_BYTES, log.length() - start)];
            var length = Math.max(0, log.read(bytes));
            var all =
                    new String(bytes, 0, length, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + file + " cannot be read", e);
        }
    }
}
