package io.otalite.emulator.google.monitoring;

import io.otalite.emulator.google.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/** Where a page ended, by the last point of it: points that come meanwhile move nothing. Opaque to clients. */
final class PageToken {
    private static final Pattern POSITION = Pattern.compile("([^ ]+) ([^ ]+) ([0-9]{1,15})");

    private PageToken() {}

    static String of(UsagePoint last) {
        var position = "%s %s %d"
                .formatted(
                        last.series().uniqueId(),
                        last.series().keyId(),
                        last.end().toEpochMilli());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A point at the place of the last one; it has neither length nor count.
     *
     * @throws ApiException 400 when the token is none of these
     */
    static UsagePoint parse(String token) {
        try {
            var position =
                    POSITION.matcher(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
            if (position.matches()) {
                var end = Instant.ofEpochMilli(Long.parseLong(position.group(3)));
                return new UsagePoint(new UsageSeries(position.group(1), position.group(2)), end, end, 0);
            }
        } catch (IllegalArgumentException _) {
            // Not even base64; the answer is the same.
        }
        throw ApiException.invalid("Field pageToken had an invalid value.");
    }
}
