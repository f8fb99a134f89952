package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.conformance.Covers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedMetadataTest {

    private static final String KEY_ID = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final ObjectNode signed =
            JsonNodeFactory.instance.objectNode().put("b", 2).put("_type", "x").put("a", "ü");

    @Test
    void theServedFileHoldsTheCanonicalBytesThemselves() {
        Bytes file = MetadataWriter.sign(signed, List.of(key("1"), key("2")));

        assertThat(new String(file.toArray(), StandardCharsets.UTF_8))
                .matches("\\{\"signatures\":\\[(\\{\"keyid\":\"[0-9a-f]{64}\",\"sig\":\"[0-9a-f]{128}\"},?){2}],"
                        + "\"signed\":\\{\"_type\":\"x\",\"a\":\"ü\",\"b\":2}}");
    }

    @Test
    @Covers("F1")
    void whatIsSignedIsVerifiedOverWhatIsReceived() {
        Bytes file = MetadataWriter.sign(signed, List.of(key("1"), key("2")));

        SignedMetadata received = SignedMetadata.parse(file);

        assertThat(received.bytes()).isEqualTo(file);
        assertThat(received.type()).isEqualTo("x");
        assertThat(received.signed()).isEqualTo(signed);
        assertThat(received.signatures().keySet())
                .containsExactly(
                        key("1").publicKey().keyId(), key("2").publicKey().keyId());
        received.signatures()
                .forEach((keyId, signature) -> assertThat(
                                (keyId.equals(key("1").publicKey().keyId()) ? key("1") : key("2"))
                                        .publicKey()
                                        .verifies(received.canonicalSigned(), signature.toArray()))
                        .isTrue());
    }

    @Test
    @Covers("F5")
    void controlCharactersAreSignedRawAndServedEscaped() {
        signed.put("pem", "one\ntwo\n");

        Bytes file = MetadataWriter.sign(signed, List.of(key("1")));
        SignedMetadata received = SignedMetadata.parse(file);

        assertThat(new String(file.toArray(), StandardCharsets.UTF_8)).contains("\"one\\ntwo\\n\"");
        assertThat(new String(received.canonicalSigned(), StandardCharsets.UTF_8))
                .contains("\"one\ntwo\n\"");
        byte[] signature =
                received.signatures().get(key("1").publicKey().keyId()).toArray();
        assertThat(key("1").publicKey().verifies(received.canonicalSigned(), signature))
                .isTrue();
    }

    @Test
    void aChangeOfTheCopyDoesNotChangeTheFile() {
        SignedMetadata received = SignedMetadata.parse(MetadataWriter.sign(signed, List.of()));

        received.signed().put("a", "other");

        assertThat(received.signed()).isEqualTo(signed);
    }

    @Test
    @Covers({"F1", "W14"})
    void aKeyDoesNotSignTwice() {
        assertThatThrownBy(() -> MetadataWriter.sign(signed, List.of(key("1"), key("1"))))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @Covers("F1")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"signatures":[]}                                              | /signed             | is missing
                    {"signatures":[],"signed":[]}                                  | /signed             | must be an object
                    {"signatures":[],"signed":{}}                                  | /signed/_type       | is missing
                    {"signed":{"_type":"x"}}                                       | /signatures         | is missing
                    {"signed":{"_type":"x"},"signatures":{}}                       | /signatures         | must be an array
                    {"signed":{"_type":"x"},"signatures":[1]}                      | /signatures/0       | must be an object
                    {"signed":{"_type":"x"},"signatures":[{"sig":""}]}             | /signatures/0/keyid | is missing
                    {"signed":{"_type":"x"},"signatures":[{"keyid":"ab","sig":""}]} | /signatures/0/keyid | 64 lower-case
                    {"signed":{"_type":"x"},"signatures":[{"keyid":"ID"}]}         | /signatures/0/sig   | is missing
                    {"signed":{"_type":"x"},"signatures":[{"keyid":"ID","sig":"00"},{"keyid":"ID","sig":"01"}]} | /signatures/1/keyid | signs a second time
                    """)
    void badEnvelopesSayWhereAndWhat(String json, String pointer, String problem) {
        var refused = catchThrowableOfType(
                MalformedMetadataException.class, () -> SignedMetadata.parse(Bytes.utf8(json.replace("ID", KEY_ID))));

        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(refused).hasMessageContaining(problem);
    }

    @Test
    void aSignatureThatIsNotHexadecimalIsAnEmptyOne() {
        var received = SignedMetadata.parse(Bytes.utf8(
                "{\"signed\":{\"_type\":\"x\"},\"signatures\":[{\"keyid\":\"" + KEY_ID + "\",\"sig\":\"base64==\"}]}"));

        assertThat(received.signatures()).containsEntry(new KeyId(KEY_ID), Bytes.utf8(""));
    }
}
