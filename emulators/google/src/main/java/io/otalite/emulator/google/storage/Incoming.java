package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A content on its way in: a file nobody sees, with its size and digests kept up while it grows. It ends as the content of
 * an object, or {@link #close()} removes it. Not safe for several threads.
 */
final class Incoming implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long limit;
    private final CRC32C crc32c = new CRC32C();
    private final MessageDigest md5 = newMd5();
    private long size;

    private Incoming(Path file, FileChannel channel, long limit) {
        this.file = file;
        this.channel = channel;
        this.limit = limit;
    }

    static Incoming create(Path directory, long limit) throws IOException {
        var file = directory.resolve(UUID.randomUUID() + ".part");
        return new Incoming(
                file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), limit);
    }

    long size() {
        return size;
    }

    /** Takes all of the stream. */
    void append(InputStream in) throws IOException {
        append(in, Long.MAX_VALUE);
    }

    /** Takes up to {@code most} bytes; what was taken before a failure of the stream counts. */
    void append(InputStream in, long most) throws IOException {
        var buffer = new byte[BUFFER];
        for (var left = most; left > 0; ) {
            var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            append(buffer, read);
            left -= read;
        }
    }

    private void append(byte[] bytes, int length) throws IOException {
        if (size + length > limit) {
            throw ApiException.tooLarge(limit);
        }
        var buffer = ByteBuffer.wrap(bytes, 0, length);
        for (var at = size; buffer.hasRemaining(); ) {
            at += channel.write(buffer, at);
        }
        crc32c.update(bytes, 0, length);
        md5.update(bytes, 0, length);
        size += length;
    }

    Checksums checksums() {
        var crc = ByteBuffer.allocate(4).putInt((int) crc32c.getValue()).array();
        var encoder = Base64.getEncoder();
        return new Checksums(
                size,
                encoder.encodeToString(crc),
                encoder.encodeToString(copyOfMd5().digest()));
    }

    /** The file with every byte on the disk. */
    Path finished() throws IOException {
        channel.force(true);
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    private MessageDigest copyOfMd5() {
        try {
            return (MessageDigest) md5.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's MD5 can be cloned", e);
        }
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
