package io.otalite.audit;

import io.otalite.tuf.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits a stream at its line feeds and nowhere else. A line that is longer than any entry is given away in pieces, each too
 * long to be one.
 */
final class LineReader {
    private final InputStream in;
    private long number;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * @param number from 1
     * @param ended whether something follows; false where the stream ends without a line feed
     */
    record Line(long number, Bytes content, boolean ended) {}

    /** @return empty at the end */
    Optional<Line> next() throws IOException {
        var content = new ByteArrayOutputStream();
        var next = in.read();
        while (next != -1 && next != '\n' && content.size() <= AuditEntry.LONGEST_LINE) {
            content.write(next);
            next = in.read();
        }
        if (next == -1 && content.size() == 0) {
            return Optional.empty();
        }
        number++;
        return Optional.of(new Line(number, Bytes.copyOf(content.toByteArray()), next != -1));
    }
}
