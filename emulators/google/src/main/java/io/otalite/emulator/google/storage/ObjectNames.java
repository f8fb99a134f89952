package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names buckets and objects may have, and in which order a listing gives them. */
final class ObjectNames {
    private static final int MOST_BYTES = 1024;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]");

    /** The order of the names' UTF-8 bytes, which is that of their code points. */
    static final Comparator<String> ORDER = ObjectNames::compare;

    private ObjectNames() {}

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches();
    }

    /** The name itself, if an object may have it; otherwise 400. */
    static String checked(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw ApiException.invalid("Object names may not be empty, '.' or '..'.");
        }
        if (name.indexOf('\r') >= 0 || name.indexOf('\n') >= 0) {
            throw ApiException.invalid("Object names may not contain line breaks.");
        }
        if (utf8Length(name) > MOST_BYTES) {
            throw ApiException.invalid("Object names may not be longer than %d bytes of UTF-8.".formatted(MOST_BYTES));
        }
        return name;
    }

    /** The least string after all strings with this prefix; empty when there is no end to them. */
    static Optional<String> afterAllWith(String prefix) {
        var rest = prefix;
        while (!rest.isEmpty()) {
            var last = rest.codePointBefore(rest.length());
            rest = rest.substring(0, rest.length() - Character.charCount(last));
            if (last < Character.MAX_CODE_POINT) {
                var next = last == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(rest + Character.toString(next));
            }
        }
        return Optional.empty();
    }

    private static int utf8Length(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("Object names must be valid Unicode.");
        }
    }

    private static int compare(String one, String other) {
        var shorter = Math.min(one.length(), other.length());
        for (var i = 0; i < shorter; i++) {
            var a = one.charAt(i);
            var b = other.charAt(i);
            if (a != b) {
                var bySurrogate = Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
                return bySurrogate != 0 ? bySurrogate : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
