package io.otalite.emulator.google.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A response body of known length; one that holds a file open gives it back on {@link #close()}. */
public interface Content extends Closeable {
    Content EMPTY = of(new byte[0]);

    /** Bytes that {@link #writeTo} will write. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    @Override
    void close() throws IOException;

    static Content of(byte[] bytes) {
        var copy = bytes.clone();
        return new Content() {
            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(copy);
            }

            @Override
            public void close() {}
        };
    }
}
