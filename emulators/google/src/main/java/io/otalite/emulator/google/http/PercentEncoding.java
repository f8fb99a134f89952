package io.otalite.emulator.google.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict decoding of paths, queries and forms: a broken escape or broken UTF-8 is the caller's error, not a '?'. */
final class PercentEncoding {
    private PercentEncoding() {}

    static String decodePath(String encoded) {
        return decode(encoded, false);
    }

    /** As in a query or a form, where a plus sign is a space. */
    static String decodeForm(String encoded) {
        return decode(encoded, true);
    }

    private static String decode(String encoded, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(escape(encoded, i));
                i += 2;
            } else if (c > 127) {
                throw ApiException.invalid("Characters outside ASCII must be percent-encoded.");
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int escape(String encoded, int at) {
        if (at + 2 < encoded.length()) {
            var high = Character.digit(encoded.charAt(at + 1), 16);
            var low = Character.digit(encoded.charAt(at + 2), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw ApiException.invalid("Malformed percent-encoding.");
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("Percent-encoded text must be UTF-8.");
        }
    }
}
