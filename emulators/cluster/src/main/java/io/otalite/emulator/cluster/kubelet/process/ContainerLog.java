package io.otalite.emulator.cluster.kubelet.process;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a container writes, line by line with the time at which it came. The form is that of container
 * runtimes, {@code TIME F TEXT}, with {@code P} for a piece of a line that is too long to be kept as one.
 *
 * <p>It takes two files at most: one that is full is put aside, and the one that had been put aside before is lost. Whoever
 * writes too much loses the oldest and fills no disk. One thread writes; any number reads, and nobody waits for a reader.
 */
final class ContainerLog extends OutputStream {
    /** Of one file, in bytes: what a kubelet allows by default ({@code containerLogMaxSize}). */
    static final long FILE_LIMIT = 10L * 1024 * 1024;
    /** A longer line is kept in pieces of so many bytes. */
    static final int LINE_LIMIT = 16 * 1024;

    private final Path file;
    private final Path putAside;
    private final Clock clock;
    private final long limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private OutputStream out;
    private long size;
    private int filesBefore;
    private long writes;
    private boolean ended;

    ContainerLog(Path file, Clock clock, long limit) throws IOException {
        this.file = file;
        this.putAside = file.resolveSibling(file.getFileName() + ".1");
        this.clock = clock;
        this.limit = limit;
        this.out = open();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        var time = clock.instant().toString();
        var end = offset + length;
        for (var from = offset; from < end; ) {
            var room = Math.min(end, from + LINE_LIMIT - line.size());
            var to = from;
            while (to < room && bytes[to] != '\n') {
                to++;
            }
            line.write(bytes, from, to - from);
            from = to;
            if (from < end && bytes[from] == '\n') {
                writeLine(time, 'F');
                from++;
            } else if (line.size() == LINE_LIMIT) {
                writeLine(time, 'P');
            }
        }
        out.flush();
        writes++;
        notifyAll();
    }

    /** Nothing more will come. What followed the last end of a line is a line. */
    @Override
    public synchronized void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (line.size() > 0) {
                writeLine(clock.instant().toString(), 'F');
            }
        } finally {
            out.close();
            notifyAll();
        }
    }

    /** Begins with the oldest line that is kept. */
    LogCursor read() {
        return new LogCursor(this);
    }

    /** The last lines, without their times. */
    List<String> tail(int lines) throws IOException {
        var result = new ArrayList<String>();
        try (var cursor = read()) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                result.add(next.get().text());
                if (result.size() > lines) {
                    result.removeFirst();
                }
            }
        }
        return result;
    }

    synchronized void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(putAside);
    }

    /** The number of the file that is being written; they are counted from 0. */
    synchronized int currentFile() {
        return filesBefore;
    }

    /** The place of a file by its number, or of the oldest that is still there. */
    synchronized OpenLogFile open(int number) throws IOException {
        var oldest = Math.max(0, filesBefore - 1);
        var wanted = Math.max(oldest, number);
        return new OpenLogFile(wanted, Files.newInputStream(wanted == filesBefore ? file : putAside));
    }

    /** How often something was written; changes with every write. */
    synchronized long writes() {
        return writes;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Waits until more was written than the reader knows of, or nothing more will come. */
    synchronized void awaitMore(long known) throws InterruptedException {
        while (writes == known && !ended) {
            wait();
        }
    }

    private void writeLine(String time, char mark) throws IOException {
        var head = (time + " " + mark + " ").getBytes(StandardCharsets.US_ASCII);
        var length = head.length + line.size() + 1;
        if (size > 0 && size + length > limit) {
            out.close();
            Files.move(file, putAside, StandardCopyOption.REPLACE_EXISTING);
            out = open();
            filesBefore++;
        }
        out.write(head);
        line.writeTo(out);
        out.write('\n');
        line.reset();
        size += length;
    }

    private OutputStream open() throws IOException {
        size = 0;
        return new BufferedOutputStream(Files.newOutputStream(file));
    }
}
