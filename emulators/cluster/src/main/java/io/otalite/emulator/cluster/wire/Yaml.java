package io.otalite.emulator.cluster.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/**
 * YAML of the wire, one document. Aliases are refused: they are how a few bytes become gigabytes, and kubectl resolves them
 * before it sends anything.
 */
public final class Yaml {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_NESTING)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Yaml() {}

    /** The same bytes token by token. */
    public static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    /** @throws IOException when the bytes are no such YAML; the message says where */
    public static JsonNode parse(byte[] bytes) throws IOException {
        try (var parser = FACTORY.createParser(bytes)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && parser.isCurrentAlias()) {
                    throw new IOException("YAML aliases are not accepted, write the value in full");
                }
            }
        }
        try (YAMLParser parser = FACTORY.createParser(bytes)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null) {
                throw new IOException("the document is empty");
            }
            return node;
        }
    }
}
