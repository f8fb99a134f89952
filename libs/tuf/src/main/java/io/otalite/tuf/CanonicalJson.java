package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The bytes that are signed. Members are sorted by code point, nothing is written between tokens and numbers are
 * integers; what is escaped in strings differs.
 */
public final class CanonicalJson {

    /** What is escaped in strings. */
    enum Escapes {
        /**
         * OLPC canonical JSON (TUF 4.1): {@code "} and {@code \}. Control characters go out raw, so the canonical form
         * of a PEM key is not valid JSON: sign it, never serve it.
         */
        OLPC {
            @Override
            char escaped(int b) {
                return b == '"' || b == '\\' ? (char) b : NONE;
            }
        },

        /**
         * Ordinary JSON: line ends and tabs as well. Beyond these and printable ASCII, encoders disagree, so the rest has
         * no canonical form.
         */
        JSON {
            @Override
            char escaped(int b) {
                return switch (b) {
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    default -> printable(b) ? OLPC.escaped(b) : refused(b);
                };
            }
        };

        static final char NONE = 0;

        /** What stands behind a backslash for the byte; {@link #NONE} when it stands for itself. */
        abstract char escaped(int b);

        private static boolean printable(int b) {
            return b >= 0x20 && b < 0x7f;
        }

        private static char refused(int b) {
            throw new InvalidValueException(
                    "a string in signed data",
                    "of printable ASCII, tabs and line ends",
                    "the byte %02x".formatted(b & 0xff));
        }
    }

    /** A plain array: a stream would lock for each byte of megabytes. */
    private byte[] buffer = new byte[1024];

    private int size;

    private final Escapes escapes;

    private CanonicalJson(Escapes escapes) {
        this.escapes = escapes;
    }

    /** {@link #encode(JsonNode, Escapes)} as the specification wants it. */
    public static byte[] encode(JsonNode node) {
        return encode(node, Escapes.OLPC);
    }

    /**
     * The canonical form of a tree.
     *
     * @throws InvalidValueException for a number that is no integer and for half a surrogate pair, which have no
     *     canonical form
     */
    static byte[] encode(JsonNode node, Escapes escapes) {
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
            case BINARY, MISSING, POJO ->
                throw new InvalidValueException(
                        "a canonical value", "a JSON value", node.getNodeType().toString());
        }
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                writeRest(text.substring(i));
                break;
            }
            writeEscaped(c);
        }
        put('"');
    }

    /** The part of a string from its first character outside ASCII. */
    private void writeRest(String text) {
        StrictJson.requireWholeSurrogatePairs(text);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            writeEscaped(b);
        }
    }

    private void writeEscaped(int b) {
        char escaped = escapes.escaped(b);
        if (escaped == Escapes.NONE) {
            put(b);
        } else {
            put('\\');
            put(escaped);
        }
    }

    private void writeAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int b) {
        if (size == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * size);
        }
        buffer[size++] = (byte) b;
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
