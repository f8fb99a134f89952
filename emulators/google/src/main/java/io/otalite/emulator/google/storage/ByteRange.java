package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a content that a download asks for (RFC 9110 14.1.2), already fitted to the content's size. */
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** Empty for the whole content: without the header, and with one that means nothing or several ranges. */
    static Optional<ByteRange> of(Optional<String> header, long size) {
        return header.map(SINGLE::matcher)
                .filter(Matcher::matches)
                .filter(match -> !(match.group(1).isEmpty() && match.group(2).isEmpty()))
                .map(match -> match.group(1).isEmpty()
                        ? last(Long.parseLong(match.group(2)), size)
                        : from(Long.parseLong(match.group(1)), match.group(2), size));
    }

    private static ByteRange last(long count, long size) {
        var length = Math.min(count, size);
        return satisfiable(new ByteRange(size - length, length), size);
    }

    private static ByteRange from(long first, String lastText, long size) {
        var last = lastText.isEmpty() ? size - 1 : Math.min(Long.parseLong(lastText), size - 1);
        return satisfiable(new ByteRange(first, last - first + 1), size);
    }

    private static ByteRange satisfiable(ByteRange range, long size) {
        if (range.first >= size || range.length <= 0) {
            throw ApiException.of(416, "requestedRangeNotSatisfiable", "The object has %d bytes only.".formatted(size));
        }
        return range;
    }

    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }
}
