package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.conformance.Covers;
import io.otalite.tuf.StrictJson.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final TargetName NAME = new TargetName("dir/acme-1");

    @Test
    void everyMemberSurvivesReadingAndWriting() {
        ObjectNode json = json("""
                {"custom":{"tags":["devel"],"nested":{"n":1}},"hashes":{"md5":"00ff","sha256":"%s","sha512":"%s"},\
                "length":9007199254740991,"x-vendor":{"kept":true}}\
                """.formatted(SHA256, SHA256 + SHA256));

        Target target = Target.parse(NAME, json);

        assertThat(target.toJson()).isEqualTo(json);
        assertThat(target).isEqualTo(Target.parse(NAME, target.toJson()));
        assertThat(target.unrecognised().members()).hasToString("{\"x-vendor\":{\"kept\":true}}");
    }

    @Test
    void aTargetWithoutCustomHasAnEmptyOne() {
        Target target = Target.parse(NAME, json("{\"length\":0,\"hashes\":{\"sha256\":\"" + SHA256 + "\"}}"));

        assertThat(target.custom()).isEmpty();
        assertThat(target.toJson().has("custom")).isFalse();
    }

    @Test
    void nobodyChangesATargetFromOutside() {
        ObjectNode json =
                json("{\"length\":0,\"hashes\":{\"sha256\":\"" + SHA256 + "\"},\"custom\":{\"a\":1},\"x\":{}}");
        Target target = Target.parse(NAME, json);
        ObjectNode before = target.toJson();

        ((ObjectNode) json.get("custom")).put("a", 2);
        target.custom().put("a", 3);
        target.unrecognised().members().put("x", 4);
        ((ObjectNode) target.toJson().get("custom")).put("a", 5);

        assertThat(target.toJson()).isEqualTo(before);
    }

    @ParameterizedTest
    @Covers("F10")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    []                                                    | /targets/dir~1acme-1               | must be an object
                    {"hashes":{"sha256":"OK"}}                            | /targets/dir~1acme-1/length        | is missing
                    {"length":"1","hashes":{"sha256":"OK"}}               | /targets/dir~1acme-1/length        | must be an integer
                    {"length":-1,"hashes":{"sha256":"OK"}}                | /targets/dir~1acme-1/length        | between 0 and 2^53-1
                    {"length":1}                                          | /targets/dir~1acme-1/hashes        | is missing
                    {"length":1,"hashes":[]}                              | /targets/dir~1acme-1/hashes        | must be an object
                    {"length":1,"hashes":{}}                              | /targets/dir~1acme-1/hashes        | at least a sha256 or a sha512
                    {"length":1,"hashes":{"md5":"00"}}                    | /targets/dir~1acme-1/hashes        | at least a sha256 or a sha512
                    {"length":1,"hashes":{"sha256":1}}                    | /targets/dir~1acme-1/hashes/sha256 | must be a string
                    {"length":1,"hashes":{"sha256":"ab"}}                 | /targets/dir~1acme-1/hashes/sha256 | 64 lower-case hexadecimal digits
                    {"length":1,"hashes":{"sha256":"UP"}}                 | /targets/dir~1acme-1/hashes/sha256 | 64 lower-case hexadecimal digits
                    {"length":1,"hashes":{"sha512":"OK"}}                 | /targets/dir~1acme-1/hashes/sha512 | 128 lower-case hexadecimal digits
                    {"length":1,"hashes":{"sha256":"OK","md5":""}}        | /targets/dir~1acme-1/hashes/md5    | 2 lower-case hexadecimal digits
                    {"length":1,"hashes":{"sha256":"OK"},"custom":"text"} | /targets/dir~1acme-1/custom        | must be an object
                    {"length":1,"hashes":{"sha256":"OK"},"custom":null}   | /targets/dir~1acme-1/custom        | must be an object
                    """)
    void badTargetsSayWhereAndWhat(String json, String pointer, String problem) {
        ObjectNode wrapped = json(
                "{\"x\":" + json.replace("OK", SHA256).replace("UP", SHA256.toUpperCase(java.util.Locale.ROOT)) + "}");

        var refused =
                catchThrowableOfType(MalformedMetadataException.class, () -> Target.parse(NAME, wrapped.get("x")));

        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(refused).hasMessageContaining(problem);
    }

    private static ObjectNode json(String text) {
        return StrictJson.object(Bytes.utf8(text), Limits.publishing(10_000));
    }
}
