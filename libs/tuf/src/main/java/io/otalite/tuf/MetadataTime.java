package io.otalite.tuf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Times as metadata spells them, {@code YYYY-MM-DDTHH:MM:SSZ} and no other way (TUF 4.2.3). */
final class MetadataTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int LENGTH = "2030-01-01T00:00:00Z".length();

    private MetadataTime() {}

    static Instant parse(String text) {
        try {
            if (text.length() == LENGTH) {
                return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            throw notATime(Excerpt.of(text));
        }
        throw notATime(Excerpt.of(text));
    }

    static String format(Instant time) {
        String text = FORMAT.format(time.atOffset(ZoneOffset.UTC));
        if (text.length() != LENGTH) {
            throw notATime(text);
        }
        return text;
    }

    private static InvalidValueException notATime(String found) {
        return new InvalidValueException("a time", "of the form 2030-01-31T23:59:59Z", found);
    }
}
