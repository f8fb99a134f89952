package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are signed. Members are sorted by code point, nothing is written between tokens and numbers are
 * integers; what is escaped in strings differs.
 */
public final class CanonicalJson {

    private static final byte RAW = 0;
    private static final byte FORBIDDEN = -1;

    /** For each byte of a string what stands behind a backslash in its place, if it does not stand for itself. */
    private static final byte[] OLPC = olpc();

    private static final byte[] ASCII = ascii();

    private static byte[] olpc() {
        byte[] escapes = new byte[256];
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    private static byte[] ascii() {
        byte[] escapes = olpc();
        Arrays.fill(escapes, 0, ' ', FORBIDDEN);
        Arrays.fill(escapes, 0x7f, escapes.length, FORBIDDEN);
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        return escapes;
    }

    /** A plain array: a stream would lock for each byte of megabytes. */
    private byte[] buffer = new byte[1024];

    private int size;

    private final byte[] escapes;

    private CanonicalJson(byte[] escapes) {
        this.escapes = escapes;
    }

    /**
     * OLPC canonical JSON (TUF 4.1). Only {@code "} and {@code \} are escaped; control characters go out raw, so the
     * canonical form of a PEM key is not valid JSON: sign it, never serve it.
     *
     * @throws InvalidValueException for a number that is no integer and for half a surrogate pair, which have no
     *     canonical form
     */
    public static byte[] encode(JsonNode node) {
        return encode(node, OLPC);
    }

    /**
     * Ordinary JSON, with line ends and tabs escaped.
     *
     * @throws InvalidValueException for a number that is no integer, and for all beyond these and printable ASCII, which
     *     encoders spell differently
     */
    static byte[] encodeAscii(JsonNode node) {
        return encode(node, ASCII);
    }

    private static byte[] encode(JsonNode node, byte[] escapes) {
        CanonicalJson encoder = new CanonicalJson(escapes);
        encoder.write(node);
        return Arrays.copyOf(encoder.buffer, encoder.size);
    }

    private void write(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node);
            case ARRAY -> writeArray(node);
            case STRING -> writeString(node.textValue());
            case NUMBER -> writeInteger(node);
            case BOOLEAN, NULL -> writeAscii(node.asText());
            case POJO -> writeEncoded(((POJONode) node).getPojo());
            case BINARY, MISSING ->
                throw new InvalidValueException(
                        "a canonical value", "a JSON value", node.getNodeType().toString());
        }
    }

    /**
     * A part of a document whose canonical form is known already.
     *
     * @param bytes what {@link #encode(JsonNode)} gave for it
     */
    record Encoded(byte[] bytes) {
        /** Whether it has the same form in ordinary JSON of printable ASCII. */
        boolean isPlain() {
            for (byte b : bytes) {
                if (b < ' ' || b == 0x7f) {
                    return false;
                }
            }
            return true;
        }
    }

    private void writeEncoded(@Nullable Object part) {
        if (!(part instanceof Encoded encoded)) {
            throw new InvalidValueException("a canonical value", "a JSON value", "an object of Java");
        }
        reserve(encoded.bytes().length);
        System.arraycopy(encoded.bytes(), 0, buffer, size, encoded.bytes().length);
        size += encoded.bytes().length;
    }

    private void writeObject(JsonNode node) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        names.sort(CanonicalJson::compareCodePoints);
        put('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                put(',');
            }
            writeString(names.get(i));
            put(':');
            write(node.get(names.get(i)));
        }
        put('}');
    }

    private void writeArray(JsonNode node) {
        put('[');
        for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
            write(elements.next());
            if (elements.hasNext()) {
                put(',');
            }
        }
        put(']');
    }

    private void writeInteger(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new InvalidValueException("a number in signed data", "an integer", Excerpt.of(node.asText()));
        }
        writeAscii(node.asText());
    }

    private void writeString(String text) {
        put('"');
        int plain = writePlain(text);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                writeRest(text.substring(i));
                break;
            }
            writeEscaped(c);
        }
        put('"');
    }

    /** The part of a string that stands for itself, which mostly is all of it. */
    private int writePlain(String text) {
        reserve(text.length());
        byte[] to = buffer;
        int start = size;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c >= 0x80 || escapes[c] != RAW) {
                break;
            }
            to[start + i] = (byte) c;
            i++;
        }
        size = start + i;
        return i;
    }

    /** The part of a string from its first character outside ASCII. */
    private void writeRest(String text) {
        StrictJson.requireWholeSurrogatePairs(text);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            writeEscaped(b);
        }
    }

    private void writeEscaped(int b) {
        byte escape = escapes[b & 0xff];
        if (escape == FORBIDDEN) {
            throw new InvalidValueException(
                    "a string in signed data",
                    "of printable ASCII, tabs and line ends",
                    "the byte %02x".formatted(b & 0xff));
        }
        if (escape != RAW) {
            put('\\');
        }
        put(escape == RAW ? b : escape);
    }

    private void writeAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int b) {
        reserve(1);
        buffer[size++] = (byte) b;
    }

    private void reserve(int bytes) {
        if (size + bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * (size + bytes));
        }
    }

    /** As {@link String#compareTo}, except that characters beyond the basic plane come after all others. */
    static int compareCodePoints(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean sameKind = Character.isSurrogate(l) == Character.isSurrogate(r);
                return sameKind
                        ? Character.compare(l, r)
                        : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
