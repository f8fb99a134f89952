package io.otalite.tuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.MalformedJsonException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON that is going to be signed or verified. A signature is only as good as the agreement on what was signed,
 * so everything that two JSON readers may understand differently is refused: members given twice, content after the
 * end, fractions, integers beyond 2^53-1, invalid UTF-8. Sizes and depth are bounded before anything is built.
 */
public final class StrictJson {

    /** The largest integer that every JSON reader holds exactly (RFC 8259 6). */
    public static final long LARGEST_INTEGER = (1L << 53) - 1;

    /** Which characters member names and strings may have. */
    public enum Characters {
        /** U+0020 to U+007E: what is published here, alike in every client. */
        PRINTABLE_ASCII,
        /** Printable ASCII, tabs and line ends: a dialect whose readers spell the rest differently. */
        ASCII_TEXT,
        /** Any Unicode character: the metadata of others, whose PEM keys hold newlines. */
        ANY;

        /** Where the first other character stands; -1 when there is none. */
        private int firstOther(String text) {
            for (int i = 0; this != ANY && i < text.length(); i++) {
                char c = text.charAt(i);
                boolean lineEndOrTab = c == '\n' || c == '\r' || c == '\t';
                if ((c < 0x20 || c > 0x7e) && !(this == ASCII_TEXT && lineEndOrTab)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /**
     * How much of a stranger's JSON is read.
     *
     * @param maxBytes the longest document
     * @param maxDepth how deep objects and arrays may nest, the outermost counted as 1
     */
    public record Limits(int maxBytes, int maxDepth, Characters characters) {

        private static final int PUBLISHING_DEPTH = 32;

        /** More than is published from here: what a request nests to its limit is one level deeper when it is signed. */
        private static final int RECEIVED_DEPTH = 64;

        public Limits {
            if (maxBytes < 1 || maxDepth < 1) {
                throw new InvalidValueException("a limit", "positive", maxBytes + " bytes, depth " + maxDepth);
            }
        }

        /** For what is to be published from here: printable ASCII. */
        public static Limits publishing(int maxBytes) {
            return new Limits(maxBytes, PUBLISHING_DEPTH, Characters.PRINTABLE_ASCII);
        }

        /** For metadata that is received. */
        public static Limits received(int maxBytes) {
            return received(maxBytes, Characters.ANY);
        }

        /** For metadata that is received in a dialect of these characters. */
        static Limits received(int maxBytes, Characters characters) {
            return new Limits(maxBytes, RECEIVED_DEPTH, characters);
        }
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Names are not interned: they are Target names of strangers, not a fixed vocabulary. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1000)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private final Limits limits;

    private StrictJson(JsonParser parser, Limits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    /** The one object that stands in the bytes, else {@link MalformedJsonException}. */
    public static ObjectNode object(Bytes bytes, Limits limits) {
        return object(bytes.shared(), limits);
    }

    /** The one object that stands in the bytes, else {@link MalformedJsonException}. */
    public static ObjectNode object(byte[] bytes, Limits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new MalformedJsonException(
                    Code.TOO_LARGE,
                    1,
                    1,
                    "",
                    "The document has %d bytes, more than the %d allowed".formatted(bytes.length, limits.maxBytes()));
        }
        Utf8.require(bytes);
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return new StrictJson(parser, limits).document();
        } catch (StreamConstraintsException e) {
            throw fromJackson(Code.TOO_LARGE, e);
        } catch (JsonProcessingException e) {
            throw fromJackson(Code.MALFORMED, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory cannot fail", e);
        }
    }

    private ObjectNode document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refused(Code.NOT_AN_OBJECT, "The document is not a JSON object");
        }
        ObjectNode root = readObject(1);
        if (hasMore()) {
            throw refused(Code.TRAILING_CONTENT, "Something follows the JSON object");
        }
        return root;
    }

    /** What follows need not be JSON at all; it is trailing content either way. */
    private boolean hasMore() throws IOException {
        try {
            return parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    private ObjectNode readObject(int depth) throws IOException {
        requireDepth(depth);
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (object.has(name)) {
                throw refused(Code.DUPLICATE_MEMBER, "The member " + Excerpt.of(name) + " stands there twice");
            }
            requireCharacters("member name", name);
            parser.nextToken();
            object.set(name, readValue(depth));
        }
        return object;
    }

    private ArrayNode readArray(int depth) throws IOException {
        requireDepth(depth);
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(depth));
        }
        return array;
    }

    private JsonNode readValue(int depth) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(depth + 1);
            case START_ARRAY -> readArray(depth + 1);
            case VALUE_STRING -> NODES.textNode(requireCharacters("string", parser.getText()));
            case VALUE_NUMBER_INT -> readInteger();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_FLOAT ->
                throw refused(Code.NOT_AN_INTEGER, "The number " + Excerpt.of(parser.getText()) + " is not an integer");
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("No value begins with " + parser.currentToken());
        };
    }

    private JsonNode readInteger() throws IOException {
        boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits || parser.getLongValue() > LARGEST_INTEGER || parser.getLongValue() < -LARGEST_INTEGER) {
            throw refused(
                    Code.INTEGER_OUT_OF_RANGE,
                    "The integer " + Excerpt.of(parser.getText()) + " is not exact in every reader");
        }
        // The node types a mapper would choose: nodes of different types are never equal.
        return parser.getNumberType() == JsonParser.NumberType.INT
                ? NODES.numberNode(parser.getIntValue())
                : NODES.numberNode(parser.getLongValue());
    }

    private void requireDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw refused(Code.TOO_DEEP, "More than " + limits.maxDepth() + " objects and arrays are nested");
        }
    }

    private String requireCharacters(String what, String text) {
        int other = limits.characters().firstOther(text);
        if (other >= 0) {
            throw refused(
                    Code.FORBIDDEN_CHARACTER,
                    "The %s %s has the character U+%04X".formatted(what, Excerpt.of(text), text.codePointAt(other)));
        }
        if (!hasWholeSurrogatePairs(text)) {
            throw refused(Code.UNPAIRED_SURROGATE, "The " + what + " " + Excerpt.of(text) + " has half a character");
        }
        return text;
    }

    /** Refuses text that has no UTF-8 form. */
    static void requireWholeSurrogatePairs(String text) {
        if (!hasWholeSurrogatePairs(text)) {
            throw new InvalidValueException("a string in signed data", "whole characters", Excerpt.of(text));
        }
    }

    private static boolean hasWholeSurrogatePairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private MalformedJsonException refused(Code code, String problem) {
        JsonLocation where = parser.currentTokenLocation();
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return new MalformedJsonException(code, where.getLineNr(), where.getColumnNr(), pointer, problem);
    }

    /** The cause stays out: its message may repeat the document, and it says no more than the original message. */
    private static MalformedJsonException fromJackson(Code code, JsonProcessingException e) {
        JsonLocation where = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
        return new MalformedJsonException(
                code, Math.max(1, where.getLineNr()), Math.max(1, where.getColumnNr()), "", e.getOriginalMessage());
    }
}
