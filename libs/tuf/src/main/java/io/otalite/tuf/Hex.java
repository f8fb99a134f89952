package io.otalite.tuf;

import java.util.HexFormat;

/** Lower-case hexadecimal text, the only spelling accepted, so that equal bytes are equal strings. */
final class Hex {

    private static final HexFormat LOWER_CASE = HexFormat.of();

    private Hex() {}

    static boolean isLowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return text.length() % 2 == 0;
    }

    static String require(String what, String text, int digits) {
        if (text.length() != digits || !isLowerCase(text)) {
            throw new InvalidValueException(
                    what, digits + " lower-case hexadecimal digits", Excerpt.of(text) + " of length " + text.length());
        }
        return text;
    }

    static String encode(byte[] bytes) {
        return LOWER_CASE.formatHex(bytes);
    }

    static byte[] decode(String text) {
        return LOWER_CASE.parseHex(text);
    }
}
