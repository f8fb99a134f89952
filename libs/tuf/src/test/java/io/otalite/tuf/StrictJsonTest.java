package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.otalite.tuf.MalformedJsonException.Code;
import io.otalite.tuf.StrictJson.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final Limits LIMITS = Limits.publishing(10_000);

    @Test
    void readsEveryKindOfValue() {
        var object = StrictJson.object(Bytes.utf8("""
                {"a": [1, -2, 9007199254740991, -9007199254740991, 0], "b": {"c": "x y~"}, "d": true, "e": false, "f": null}
                """), LIMITS);

        assertThat(object).hasToString("""
                        {"a":[1,-2,9007199254740991,-9007199254740991,0],"b":{"c":"x y~"},"d":true,"e":false,"f":null}\
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    []                              | NOT_AN_OBJECT        | 1 | 1  |
                    "x"                             | NOT_AN_OBJECT        | 1 | 1  |
                    7                               | NOT_AN_OBJECT        | 1 | 1  |
                    {                               | MALFORMED            | 1 | 2  |
                    {'a':1}                         | MALFORMED            | 1 | 2  |
                    {"a":1,}                        | MALFORMED            | 1 | 8  |
                    {"a":01}                        | MALFORMED            | 1 | 7  |
                    {"a":NaN}                       | MALFORMED            | 1 | 9  |
                    {"a":1 /* x */}                 | MALFORMED            | 1 | 8  |
                    {"a":"\\x"}                     | MALFORMED            | 1 | 8  |
                    {"a":1} {"a":1}                 | TRAILING_CONTENT     | 1 | 9  |
                    {"a":1}]                        | TRAILING_CONTENT     | 1 | 8  |
                    {"a":1,"b":{"c":1,"c":2}}       | DUPLICATE_MEMBER     | 1 | 19 | /b/c
                    {"a":1,"\\u0061":2}             | DUPLICATE_MEMBER     | 1 | 8  | /a
                    {"a":[0,1.0]}                   | NOT_AN_INTEGER       | 1 | 9  | /a/1
                    {"a":1e3}                       | NOT_AN_INTEGER       | 1 | 6  | /a
                    {"a":-0.5}                      | NOT_AN_INTEGER       | 1 | 6  | /a
                    {"a":9007199254740992}          | INTEGER_OUT_OF_RANGE | 1 | 6  | /a
                    {"a":-9007199254740992}         | INTEGER_OUT_OF_RANGE | 1 | 6  | /a
                    {"a":-9223372036854775808}      | INTEGER_OUT_OF_RANGE | 1 | 6  | /a
                    {"a":99999999999999999999999}   | INTEGER_OUT_OF_RANGE | 1 | 6  | /a
                    {"a":{"b":"ü"}}                 | FORBIDDEN_CHARACTER  | 1 | 11 | /a/b
                    {"a":"\\n"}                     | FORBIDDEN_CHARACTER  | 1 | 6  | /a
                    {"a":"\\u007f"}                 | FORBIDDEN_CHARACTER  | 1 | 6  | /a
                    {"a":{"\\u00fc":1}}             | FORBIDDEN_CHARACTER  | 1 | 7  | /a/ü
                    """)
    void refusesAndSaysWhere(String json, Code code, long line, long column, String pointer) {
        var refused = refused(Bytes.utf8(json), LIMITS);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.line()).isEqualTo(line);
        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(refused).hasMessageEndingWith(code.remedy());
    }

    @Test
    void countsLines() {
        var refused = refused(Bytes.utf8("{\n\n  \"a\": 1.5\n}"), LIMITS);

        assertThat(refused).hasMessageStartingWith("The number '1.5' is not an integer at line 3, column 8 (/a).");
    }

    @ParameterizedTest
    @CsvSource({
        "7b2261223a22ff227d, 1, 7",
        // Overlong '/', a surrogate half in UTF-8, a character cut short.
        "7b2261223a22c0af227d, 1, 7",
        "7b0a2261223a22eda080227d, 2, 6",
        "7b2261223a22e282227d, 1, 7",
    })
    void refusesInvalidUtf8(String hex, long line, long column) {
        var refused = refused(Bytes.copyOf(HexFormat.of().parseHex(hex)), Limits.received(100));

        assertThat(refused.code()).isEqualTo(Code.NOT_UTF_8);
        assertThat(refused.line()).isEqualTo(line);
        assertThat(refused.column()).isEqualTo(column);
    }

    @Test
    void findsInvalidUtf8BehindManyCharacters() {
        var json = new ByteArrayOutputStream();
        json.writeBytes(("{\"a\":\"" + "x".repeat(20_000)).getBytes(StandardCharsets.UTF_8));
        json.write(0xff);

        assertThat(refused(Bytes.copyOf(json.toByteArray()), Limits.received(50_000))
                        .column())
                .isEqualTo(20_007);
    }

    @Test
    void textHasTabsAndLineEndsAndNothingElseBeyondPrintableAscii() {
        var text = Limits.received(100, StrictJson.Characters.ASCII_TEXT);

        assertThat(StrictJson.object(Bytes.utf8("{\"a\":\"x\\t\\r\\n~\"}"), text))
                .hasSize(1);
        assertThat(List.of("\\b", "\\u0000", "\\u007f", "ü"))
                .allSatisfy(character -> assertThat(refused(Bytes.utf8("{\"a\":\"x" + character + "\"}"), text)
                                .code())
                        .isEqualTo(Code.FORBIDDEN_CHARACTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void refusesOtherEncodings(String encoding) {
        var bytes = Bytes.copyOf("{\"a\":1}".getBytes(Charset.forName(encoding)));

        assertThat(refused(bytes, LIMITS).code()).isEqualTo(Code.NOT_UTF_8);
    }

    @Test
    void refusesByteOrderMark() {
        assertThat(refused(Bytes.utf8("\ufeff{}"), LIMITS).code()).isEqualTo(Code.BYTE_ORDER_MARK);
    }

    @Test
    void refusesEmptyInput() {
        assertThat(refused(Bytes.utf8(""), LIMITS).code()).isEqualTo(Code.NOT_AN_OBJECT);
    }

    @Test
    void refusesOneByteMoreThanAllowed() {
        var json = Bytes.utf8("{\"a\":1}");

        assertThat(StrictJson.object(json, Limits.publishing(7))).hasSize(1);
        assertThat(refused(json, Limits.publishing(6)).code()).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void refusesOneLevelMoreThanAllowed() {
        var deepest = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
        var tooDeep = "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}";

        assertThat(StrictJson.object(Bytes.utf8(deepest), LIMITS)).hasSize(1);
        assertThat(refused(Bytes.utf8(tooDeep), LIMITS).code()).isEqualTo(Code.TOO_DEEP);
    }

    @Test
    void refusesAbsurdDepthWithoutOverflowingTheStack() {
        var bytes = Bytes.utf8("{\"a\":".repeat(1_000_000));

        assertThat(refused(bytes, Limits.received(10_000_000)).code()).isEqualTo(Code.TOO_DEEP);
    }

    @Test
    void refusesAbsurdNumbers() {
        var bytes = Bytes.utf8("{\"a\":" + "9".repeat(100_000) + "}");

        assertThat(refused(bytes, Limits.received(10_000_000)).code()).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void receivedMetadataMayHoldAnyWholeCharacter() {
        var object = StrictJson.object(Bytes.utf8("{\"ü\":\"a\\nb\\u00fc\\ud83d\\ude00\"}"), Limits.received(100));

        assertThat(object.get("ü").textValue()).isEqualTo("a\nbü\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ude00\\ud83d\"}"})
    void receivedMetadataMayNotHoldHalfACharacter(String json) {
        assertThat(refused(Bytes.utf8(json), Limits.received(100)).code()).isEqualTo(Code.UNPAIRED_SURROGATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud83d\":1}", "{\"a\\ude00\":1}", "{\"\\ud83dx\":1}"})
    void memberNamesMayNotHoldHalfACharacterEither(String json) {
        assertThat(refused(Bytes.utf8(json), Limits.received(100)).code())
                .isIn(Code.MALFORMED, Code.UNPAIRED_SURROGATE);
    }

    @Test
    void aMessageRepeatsLittleOfWhatWasSent() {
        var refused = refused(Bytes.utf8("{\"" + "x".repeat(5000) + "\\u0007\":1}"), LIMITS);

        assertThat(refused.getMessage().lines()).hasSize(1);
        assertThat(refused.getMessage()).contains("(5001 characters)");
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> Limits.publishing(0)).isInstanceOf(InvalidValueException.class);
    }

    private static MalformedJsonException refused(Bytes bytes, Limits limits) {
        var refused = catchThrowableOfType(MalformedJsonException.class, () -> StrictJson.object(bytes, limits));
        assertThat(refused).isNotNull();
        return refused;
    }
}
