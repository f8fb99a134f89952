package io.otalite.system.judge.ats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeMap;

/** Reads one document, and nothing that two readers could understand differently. */
final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int LAST_ASCII = 0x7e;

    private final String file;
    private final JsonParser parser;

    private JsonReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static Json read(String file, byte[] bytes) {
        for (var each : bytes) {
            if (each < 0 || each > LAST_ASCII) {
                throw Rules.refusal(Rule.ASCII, "%s has the byte 0x%02x", file, each);
            }
        }
        try (var parser = FACTORY.createParser(bytes)) {
            var reader = new JsonReader(file, parser);
            var value = reader.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw Rules.refusal(Rule.JSON, "%s goes on after its value", file);
            }
            return value;
        } catch (IOException e) {
            throw Rules.refusal(Rule.JSON, "%s is not JSON: %s", file, e.getMessage());
        }
    }

    private Json value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> members();
            case START_ARRAY -> elements();
            case VALUE_STRING -> new Json.Text(plain(parser.getText()));
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> throw Rules.refusal(Rule.NUMBER, "%s has the number %s", file, parser.getText());
            case VALUE_TRUE -> new Json.Truth(true);
            case VALUE_FALSE -> new Json.Truth(false);
            case VALUE_NULL -> new Json.Nothing();
            case null -> throw Rules.refusal(Rule.JSON, "%s is empty", file);
            default -> throw Rules.refusal(Rule.JSON, "%s has %s where a value belongs", file, token);
        };
    }

    private Json members() throws IOException {
        var members = new TreeMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = plain(parser.currentName());
            if (members.put(name, value(parser.nextToken())) != null) {
                throw Rules.refusal(Rule.JSON, "%s has the member \"%s\" twice", file, name);
            }
        }
        return new Json.Members(members);
    }

    private Json elements() throws IOException {
        var elements = new ArrayList<Json>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return new Json.Elements(elements);
    }

    private Json whole() throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw Rules.refusal(Rule.NUMBER, "%s has the number %s", file, parser.getText());
        }
        return new Json.Whole(parser.getLongValue());
    }

    private String plain(String text) {
        text.chars()
                .filter(each -> each > LAST_ASCII || each < ' ' && each != '\n' && each != '\r' && each != '\t')
                .findFirst()
                .ifPresent(each -> {
                    throw Rules.refusal(Rule.ASCII, "%s has the character U+%04X in a string", file, each);
                });
        return text;
    }
}
