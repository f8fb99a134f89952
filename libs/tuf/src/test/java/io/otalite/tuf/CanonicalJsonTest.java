package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sigstore.json.canonicalizer.JsonCanonicalizer;
import io.otalite.conformance.Covers;
import io.otalite.tuf.StrictJson.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @Covers("F5")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                                   | {}
                    { "b" : 1 , "a" : [ ] , "B" : { } }  | {"B":{},"a":[],"b":1}
                    {"a":[3, -1, 0, 9007199254740991]}   | {"a":[3,-1,0,9007199254740991]}
                    {"a":[true, false, null]}            | {"a":[true,false,null]}
                    {"a":"q\\" b\\\\ s\\/"}              | {"a":"q\\" b\\\\ s/"}
                    {"a":-0}                             | {"a":0}
                    {"aa":1,"a":2,"":3}                  | {"":3,"a":2,"aa":1}
                    {"\\u00fc":"\\u00fc\\u20ac"}         | {"ü":"ü€"}
                    """)
    void givenJson_whenEncoded_thenOneFormOnly(String json, String canonical) {
        assertThat(encode(json)).isEqualTo(canonical);
    }

    @Test
    @Covers("F5")
    void controlCharactersGoOutRaw() {
        assertThat(encode("{\"a\":\"line\\nnext\\t\\u0000\\u007f\"}"))
                .isEqualTo("{\"a\":\"line\nnext\t\u0000\u007f\"}");
    }

    @Test
    void quotesBehindOtherCharactersAreEscapedToo() {
        assertThat(encode("{\"a\":\"ü\\\"\\\\\"}")).isEqualTo("{\"a\":\"ü\\\"\\\\\"}");
    }

    @Test
    void membersAreSortedByCodePoint() {
        var tree = NODES.objectNode();
        tree.put("\uffff", 1)
                .put("\ud83d\ude00", 2)
                .put("z", 3)
                .put("\ud83d\ude01", 4)
                .put("\ud83d\ude00a", 5);

        assertThat(new String(CanonicalJson.encode(tree), StandardCharsets.UTF_8))
                .isEqualTo("{\"z\":3,\"\uffff\":1,\"\ud83d\ude00\":2,\"\ud83d\ude00a\":5,\"\ud83d\ude01\":4}");
    }

    @ParameterizedTest
    @Covers("F5")
    @ValueSource(doubles = {1.0, 0.5, 1e3})
    void fractionsHaveNoCanonicalForm(double number) {
        assertThatThrownBy(() -> CanonicalJson.encode(NODES.objectNode().put("a", number)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must be an integer");
    }

    @Test
    void halfACharacterHasNoCanonicalForm() {
        assertThatThrownBy(() -> CanonicalJson.encode(NODES.objectNode().put("a", "x\ud83d")))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Covers("F5")
    void anIndependentEncoderAgreesOnRandomTrees() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            JsonNode tree = new RandomTrees(seed, "aAzZ09 ~\"\\/\n\u007füé€漢\uffee").object(4);
            String theirs = new JsonCanonicalizer(tree.toString()).getEncodedString();

            assertThat(new String(CanonicalJson.encode(tree), StandardCharsets.UTF_8))
                    .as("seed %d: %s", seed, tree)
                    .isEqualTo(theirs);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"a":"line\\nnext\\r\\t"} | {"a":"line\\nnext\\r\\t"}
                    {"a":"q\\" b\\\\ s\\/"}    | {"a":"q\\" b\\\\ s/"}
                    {"a":"<>&'\\u0041"}        | {"a":"<>&'A"}
                    {"\\n":1,"b":[],"B":{}}   | {"\\n":1,"B":{},"b":[]}
                    """)
    void aktualizrsDialectEscapesLineEnds(String json, String canonical) {
        var tree = StrictJson.object(Bytes.utf8(json), Limits.received(1000));

        assertThat(new String(Dialect.ATS.canonical(tree), StandardCharsets.UTF_8))
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\b", "\f", "\u001f", "\u007f", "ü", "\u2028", "\ud83d\ude00"})
    void whatEncodersSpellDifferentlyHasNoFormInAktualizrsDialect(String text) {
        assertThatThrownBy(() -> Dialect.ATS.canonical(NODES.objectNode().put("a", "x" + text)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Dialect.ATS.canonical(NODES.objectNode().put("x" + text, 1)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void anIndependentEncoderAgreesOnRandomTreesInAktualizrsDialect() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            JsonNode tree = new RandomTrees(seed, "aAzZ09 ~\"\\/\n\r\t<>&'").object(4);
            String theirs = new org.erdtman.jcs.JsonCanonicalizer(tree.toString()).getEncodedString();

            assertThat(new String(Dialect.ATS.canonical(tree), StandardCharsets.UTF_8))
                    .as("seed %d: %s", seed, tree)
                    .isEqualTo(theirs);
        }
    }

    private static String encode(String json) {
        var tree = StrictJson.object(Bytes.utf8(json), Limits.received(1000));
        return new String(CanonicalJson.encode(tree), StandardCharsets.UTF_8);
    }

    /**
     * Trees of integers and strings of some alphabet: only characters of the basic plane, where all sort orders agree.
     * Of the control characters OLPC shares only the newline with the other encoder, which escapes the rest.
     */
    private static final class RandomTrees {

        private final Random random;
        private final String alphabet;

        RandomTrees(long seed, String alphabet) {
            random = new Random(seed);
            this.alphabet = alphabet;
        }

        JsonNode object(int depth) {
            var object = NODES.objectNode();
            for (int i = random.nextInt(6); i > 0; i--) {
                object.set(text(), value(depth - 1));
            }
            return object;
        }

        private JsonNode value(int depth) {
            return switch (random.nextInt(depth > 0 ? 7 : 5)) {
                case 0 -> NODES.numberNode(random.nextInt());
                case 1 -> NODES.numberNode(random.nextLong(1L << 53));
                case 2 -> NODES.booleanNode(random.nextBoolean());
                case 3 -> NODES.nullNode();
                case 4 -> NODES.textNode(text());
                case 5 -> object(depth);
                default -> NODES.arrayNode().add(value(depth - 1)).add(value(depth - 1));
            };
        }

        private String text() {
            var text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }
}
