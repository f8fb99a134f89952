package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a body of two parts, resource and content (RFC 2387), without holding the content in memory. The parts must be
 * read in order and to their end.
 */
final class MultipartRelated {
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/related\\s*;.*?boundary=\"?([^\";]{1,70})\"?.*", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_HEADER = 8192;

    private final InputStream in;
    private final String boundary;
    private final byte[] delimiter;

    private MultipartRelated(InputStream in, String boundary) {
        this.in = in;
        this.boundary = boundary;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static MultipartRelated of(String contentType, InputStream body) throws IOException {
        var match = BOUNDARY.matcher(contentType);
        if (!match.matches()) {
            throw ApiException.invalid("Content-Type must be multipart/related with a boundary.");
        }
        var parts = new MultipartRelated(new BufferedInputStream(body, 64 * 1024), match.group(1));
        if (!parts.line().equals("--" + parts.boundary)) {
            throw malformed();
        }
        return parts;
    }

    /** The next part. */
    Part next() throws IOException {
        var type = "application/octet-stream";
        for (var line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
                type = line.substring("content-type:".length()).strip();
            }
        }
        return new Part(type, new PartInput());
    }

    /** Goes on after a part; the text between two boundaries, empty, or "--" at the end. */
    void requireMore() throws IOException {
        if (!line().isEmpty()) {
            throw malformed();
        }
    }

    /** Refuses a body that goes on after its second part. */
    void requireEnd() throws IOException {
        if (!new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("--")) {
            throw malformed();
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() == LONGEST_HEADER) {
                throw malformed();
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static ApiException malformed() {
        return ApiException.invalid("Malformed multipart body: expected a JSON part and a content part.");
    }

    /** One part: the type it declares and its bytes. */
    record Part(String contentType, InputStream content) {}

    /**
     * Ends before the delimiter. A mismatch can only begin a new match at a carriage return, which stands in the
     * delimiter once, at its start: what matched so far is given out and matching starts again.
     */
    private final class PartInput extends InputStream {
        private int replayed;
        private int matched;
        private int held = -1;
        private boolean ended;

        @Override
        public int read() throws IOException {
            if (replayed < matched) {
                return delimiter[replayed++];
            }
            return ended ? -1 : match();
        }

        private int match() throws IOException {
            var c = held >= 0 ? held : in.read();
            held = -1;
            replayed = 0;
            for (matched = 0; c == delimiter[matched]; c = in.read()) {
                if (++matched == delimiter.length) {
                    matched = 0;
                    ended = true;
                    return -1;
                }
            }
            if (c < 0) {
                throw malformed();
            }
            if (matched == 0) {
                return c;
            }
            held = c;
            return delimiter[replayed++];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var count = 0;
            while (count < length) {
                var c = read();
                if (c < 0) {
                    return count == 0 ? -1 : count;
                }
                bytes[offset + count++] = (byte) c;
            }
            return count;
        }
    }
}
