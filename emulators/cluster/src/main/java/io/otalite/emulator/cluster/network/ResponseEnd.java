package io.otalite.emulator.cluster.network;

import java.util.Locale;

/**
 * Finds the end of a response by the rules of RFC 9112 section 6.3: no body, a length, or chunks. A response that ends with
 * its connection has no end that could be known.
 */
final class ResponseEnd {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** What the next byte belongs to. */
    private enum Part {
        HEAD,
        SIZED_BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILERS,
        END,
        UNKNOWN
    }

    private final boolean toHead;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder head = new StringBuilder();
    private Part part = Part.HEAD;
    private long left;

    /** @param toHead whether it answers a HEAD request, and so has no body */
    ResponseEnd(boolean toHead) {
        this.toHead = toHead;
    }

    boolean hasBegun() {
        return part != Part.HEAD || !head.isEmpty() || !line.isEmpty();
    }

    boolean isReached() {
        return part == Part.END;
    }

    boolean isUnknown() {
        return part == Part.UNKNOWN;
    }

    void next(byte value) {
        switch (part) {
            case HEAD, CHUNK_SIZE, TRAILERS -> {
                if (value == '\n') {
                    lineEnds();
                } else if (line.length() + head.length() > LONGEST_HEAD) {
                    part = Part.UNKNOWN;
                } else if (value != '\r') {
                    line.append((char) (value & 0xff));
                }
            }
            case SIZED_BODY -> part = --left == 0 ? Part.END : Part.SIZED_BODY;
            case CHUNK -> part = --left == 0 ? Part.CHUNK_SIZE : Part.CHUNK;
            case END, UNKNOWN -> {}
        }
    }

    private void lineEnds() {
        var text = line.toString();
        line.setLength(0);
        if (part == Part.CHUNK_SIZE) {
            chunkBegins(text);
        } else if (part == Part.TRAILERS) {
            part = text.isEmpty() ? Part.END : Part.TRAILERS;
        } else if (text.isEmpty()) {
            headEnds(head.toString().toLowerCase(Locale.ROOT));
            head.setLength(0);
        } else {
            head.append(text).append('\n');
        }
    }

    /** The end of line that follows a chunk counts as part of it: the next line is a size again. */
    private void chunkBegins(String text) {
        try {
            var size = Long.parseLong(text.split(";", 2)[0].strip(), 16);
            left = size + 2;
            part = size == 0 ? Part.TRAILERS : Part.CHUNK;
        } catch (NumberFormatException _) {
            part = Part.UNKNOWN;
        }
    }

    private void headEnds(String lines) {
        var status = status(lines);
        var length = field(lines, "content-length");
        if (status < 0 || status == SWITCHING || field(lines, "connection").contains("close")) {
            part = Part.UNKNOWN;
        } else if (status < FIRST_FINAL) {
            part = Part.HEAD;
        } else if (toHead || status == NO_CONTENT || status == NOT_MODIFIED || length.equals("0")) {
            part = Part.END;
        } else if (field(lines, "transfer-encoding").endsWith("chunked")) {
            part = Part.CHUNK_SIZE;
        } else {
            sizedBodyBegins(length);
        }
    }

    private void sizedBodyBegins(String length) {
        try {
            left = Long.parseLong(length);
            part = left > 0 ? Part.SIZED_BODY : Part.UNKNOWN;
        } catch (NumberFormatException _) {
            part = Part.UNKNOWN;
        }
    }

    /** Of HTTP/1.1 only: with 1.0 a connection does not stay unless that is agreed on. */
    private static int status(String lines) {
        var end = "http/1.1 200".length();
        try {
            return lines.startsWith("http/1.1 ")
                    ? Integer.parseInt(lines.substring("http/1.1 ".length(), Math.min(end, lines.length())))
                    : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static String field(String lines, String name) {
        var at = lines.indexOf("\n" + name + ":");
        var from = at + name.length() + 2;
        return at < 0 ? "" : lines.substring(from, lines.indexOf('\n', from)).strip();
    }
}
