package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * An object and its content, opened together: what is read fits the object even when the name is overwritten or deleted
 * meanwhile.
 */
record OpenContent(StoredObject object, FileChannel channel) {

    /** The bytes from {@code offset} on as a response body, which closes the file when it was sent. */
    Content slice(long offset, long length) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                var target = Channels.newChannel(out);
                for (var sent = 0L; sent < length; ) {
                    var more = channel.transferTo(offset + sent, length - sent, target);
                    if (more <= 0) {
                        throw new IOException("Content of %s is shorter than recorded".formatted(object.name()));
                    }
                    sent += more;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
