package io.otalite.emulator.google.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The body of {@code encrypt} or {@code decrypt}: content and additional data, each with a checksum that may go unsaid.
 *
 * @param contentVerified whether a checksum came with the content; a wrong one is refused
 * @param additionalVerified whether a checksum came with the additional data
 */
record CryptoRequest(byte[] content, byte[] additional, boolean contentVerified, boolean additionalVerified) {
    private static final int LARGEST_PLAINTEXT = 64 * 1024;
    private static final int LARGEST_CIPHERTEXT = 2 * LARGEST_PLAINTEXT;
    private static final String ADDITIONAL = "additionalAuthenticatedData";
    private static final String CHECKSUM = "Crc32c";
    private static final Pattern UPPER = Pattern.compile("[A-Z]");

    static CryptoRequest toEncrypt(ObjectNode body) {
        return of(body, "plaintext", LARGEST_PLAINTEXT);
    }

    static CryptoRequest toDecrypt(ObjectNode body) {
        return of(body, "ciphertext", LARGEST_CIPHERTEXT);
    }

    private static CryptoRequest of(ObjectNode body, String content, int limit) {
        var offered = Set.of(content, content + CHECKSUM, ADDITIONAL, ADDITIONAL + CHECKSUM);
        var unknown = body.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !offered.contains(name))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw ApiException.invalid("Unknown name \"%s\": cannot find field.".formatted(unknown));
        }
        if (!body.path(content).isTextual()) {
            throw ApiException.invalid("%s is required.".formatted(content));
        }
        var bytes = bytes(body, content, limit);
        var additional = bytes(body, ADDITIONAL, LARGEST_PLAINTEXT);
        return new CryptoRequest(
                bytes, additional, verified(body, content, bytes), verified(body, ADDITIONAL, additional));
    }

    /** CRC-32C as Google's APIs write it: decimal digits in a string, as any 64-bit number of theirs. */
    static String checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return Long.toString(checksum.getValue());
    }

    /** Base64 of either alphabet, padded or not. */
    private static byte[] bytes(ObjectNode body, String field, int limit) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(body.path(field)
                            .asText("")
                            .replace('-', '+')
                            .replace('_', '/')
                            .replaceFirst("={1,2}$", ""));
        } catch (IllegalArgumentException _) {
            throw ApiException.invalid("Invalid value at '%s' (TYPE_BYTES): not base64.".formatted(field));
        }
        if (bytes.length > limit) {
            throw ApiException.invalid("%s is larger than %d bytes.".formatted(field, limit));
        }
        return bytes;
    }

    private static boolean verified(JsonNode body, String field, byte[] bytes) {
        var sent = body.path(field + CHECKSUM);
        if (sent.isMissingNode() || sent.isNull()) {
            return false;
        }
        if (!sent.asText().equals(checksum(bytes))) {
            throw ApiException.invalid("The checksum in field %s did not match the data in field %s."
                    .formatted(snakeCase(field + CHECKSUM), snakeCase(field)));
        }
        return true;
    }

    private static String snakeCase(String field) {
        return UPPER.matcher(field).replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT));
    }
}
