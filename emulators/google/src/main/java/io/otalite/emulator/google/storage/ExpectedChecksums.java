package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the sender says the content's digests are; a content that differs is refused and never becomes visible. */
record ExpectedChecksums(Optional<String> crc32c, Optional<String> md5) {
    private static final Pattern HEADER_ITEM = Pattern.compile("(crc32c|md5)=([A-Za-z0-9+/=]+)");

    static ExpectedChecksums of(ObjectNode metadata) {
        return new ExpectedChecksums(digest(metadata, "crc32c", 4), digest(metadata, "md5Hash", 16));
    }

    /** These, and those of an {@code x-goog-hash} header: {@code crc32c=…,md5=…}. */
    ExpectedChecksums and(Optional<String> header) {
        var all = this;
        for (var item : header.map(value -> value.split(",", -1)).orElse(new String[0])) {
            var match = HEADER_ITEM.matcher(item.strip());
            if (!match.matches()) {
                throw ApiException.invalid("Invalid x-goog-hash header.");
            }
            all = match.group(1).equals("crc32c")
                    ? new ExpectedChecksums(Optional.of(checked(match.group(2), 4)), all.md5)
                    : new ExpectedChecksums(all.crc32c, Optional.of(checked(match.group(2), 16)));
        }
        return all;
    }

    void verify(Checksums actual) {
        verify("CRC32C", crc32c, actual.crc32c());
        verify("MD5 hash", md5, actual.md5());
    }

    private static void verify(String kind, Optional<String> expected, String actual) {
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw ApiException.invalid("Provided %s \"%s\" doesn't match calculated %s \"%s\"."
                    .formatted(kind, expected.get(), kind, actual));
        }
    }

    private static Optional<String> digest(ObjectNode metadata, String field, int bytes) {
        var value = metadata.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw ApiException.invalid("%s must be a string.".formatted(field));
        }
        return Optional.of(checked(value.textValue(), bytes));
    }

    private static String checked(String base64, int bytes) {
        try {
            if (Base64.getDecoder().decode(base64).length == bytes) {
                return base64;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like a digest of the wrong length.
        }
        throw ApiException.invalid("A digest must be base64 of %d bytes.".formatted(bytes));
    }
}
