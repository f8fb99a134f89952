package io.otalite.emulator.google.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The body of a request: gives no more than its limit, whatever the sender claims or the compression hides, and tells
 * three failures apart: too much (413), broken gzip (400), and a connection that ended.
 */
final class BodyInput extends InputStream {
    private final InputStream in;
    private final long limit;
    private long count;

    private BodyInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    static BodyInput plain(InputStream raw, long limit) {
        return new BodyInput(raw, limit);
    }

    static BodyInput gzip(InputStream raw, long limit) throws IOException {
        return translating(() -> new BodyInput(new GZIPInputStream(raw), limit));
    }

    @Override
    public int read() throws IOException {
        var value = translating(in::read);
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var read = translating(() -> in.read(bytes, offset, length));
        counted(Math.max(0, read));
        return read;
    }

    private void counted(int more) {
        count += more;
        if (count > limit) {
            throw ApiException.tooLarge(limit);
        }
    }

    private static <T> T translating(Read<T> read) throws IOException {
        try {
            return read.run();
        } catch (ZipException | EOFException _) {
            throw ApiException.invalid("The body is not the gzip that Content-Encoding says it is.");
        } catch (IOException e) {
            throw new ConnectionLostException(e);
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T run() throws IOException;
    }
}
