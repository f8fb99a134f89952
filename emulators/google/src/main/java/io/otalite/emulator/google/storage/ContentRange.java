package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PUT on a resumable upload brings, by its Content-Range header. */
sealed interface ContentRange {
    Pattern FORM = Pattern.compile("bytes (?:([0-9]{1,18})-([0-9]{1,18})|\\*)/(?:([0-9]{1,18})|\\*)");

    /** Without the header: the whole content at once. */
    record Whole() implements ContentRange {}

    /** No bytes: the question how far the upload got; with a total that is reached, also its end. */
    record Query(OptionalLong total) implements ContentRange {}

    /** Bytes {@code first} to {@code last}; the final ones when the total is known and reached. */
    record Part(long first, long last, OptionalLong total) implements ContentRange {
        boolean isFinal() {
            return total.isPresent() && last + 1 == total.getAsLong();
        }
    }

    static ContentRange of(Optional<String> header) {
        return header.map(FORM::matcher).map(ContentRange::parsed).orElseGet(Whole::new);
    }

    private static ContentRange parsed(Matcher match) {
        if (!match.matches()) {
            throw ApiException.invalid("Failed to parse Content-Range header.");
        }
        var total = match.group(3) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(match.group(3)));
        if (match.group(1) == null) {
            return new Query(total);
        }
        var part = new Part(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), total);
        if (part.first > part.last || (total.isPresent() && part.last >= total.getAsLong())) {
            throw ApiException.invalid("Invalid Content-Range header.");
        }
        return part;
    }
}
