package io.otalite.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotatedTest {

    private static final EventMessage GOLDEN = GoldenMessage.read("KeyRotated", "v1");
    private static final String VALUE = new String(GOLDEN.value().toArray(), UTF_8);
    private static final ObjectName SECRET = new ObjectName("shop", "Secret", "archive-key");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void aRotatorThatKnowsLittleIsUnderstood() {
        // Given
        var headers = new TreeMap<>(GOLDEN.headers());
        headers.remove("ce_partitionkey");
        headers.put("ce_id", "8c2d");
        var value =
                "{\"secret\":{\"namespace\":\"shop\",\"name\":\"archive-key\"},\"keys\":[\"key.json\",\"key.json\"]}";
        var message = new EventMessage(GOLDEN.topic(), GOLDEN.key(), headers, Bytes.utf8(value));

        // When
        var event = CloudEvents.decode(message);

        // Then
        assertThat(event)
                .isEqualTo(new KeyRotated(
                        Optional.empty(),
                        SECRET,
                        Set.of("key.json"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.parse("2026-11-01T12:00:00.250Z")));
    }

    @Test
    void withoutTheIdOfARotationTheTimeTellsRepetitionsFromOthers() {
        // Given
        var event = rotated(Optional.empty(), SECRET, Set.of("key.json"), "9b2e7d");

        // When
        var message = CloudEvents.encode(event, URI.create("urn:example:rotator"));

        // Then
        assertThat(message.headers()).containsEntry("ce_id", "key-rotated:2026-11-01T12:00:00Z:shop/archive-key");
        assertThat(CloudEvents.decode(message)).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "namespace":"shop"                | "namespace":""
            "namespace":"shop"                | "namespace":"Shop"
            "namespace":"shop"                | "namespace":"sh/op"
            "name":"archive-key"              | "name":"archive_key"
            "name":"archive-key"              | "name":"archive-key."
            "name":"archive-key"              | "name":"archive/key"
            "kind":"Secret"                   | "kind":"ConfigMap"
            "keys":["account","key.json"]     | "keys":[]
            "keys":["account","key.json"]     | "keys":"key.json"
            "keys":["account","key.json"]     | "keys":["key json"]
            "keys":["account","key.json"]     | "keys":["."]
            "keys":["account","key.json"]     | "keys":["..key"]
            "keys":["account","key.json"]     | "keys":[7]
            "rotation_id":"rot-20261101-7f3a" | "rotation_id":"rot 1"
            "rotation_id":"rot-20261101-7f3a" | "rotation_id":""
            "old_key_id":"4f1c0a"             | "old_key_id":"4f1c\\n0a"
            "new_key_id":"9b2e7d"             | "new_key_id":""
            "account":"backup                 | "account":"bäckup
            "rotated_at":"2026                | "rotated_at":"in 2026
            "secret":{                        | "secrets":{
            """)
    void aValueThatIsWrongIsRefused(String original, String replacement) {
        // Given
        assertThat(VALUE).contains(original);

        // When, Then
        assertMalformed(withValue(VALUE.replace(original, replacement)), Reason.BAD_VALUE);
    }

    @Test
    void whatIsTooLongOrTooMuchIsRefused() {
        var many = IntStream.rangeClosed(1, 65).mapToObj(i -> "\"k" + i + "\"").collect(Collectors.joining(","));

        assertMalformed(withValue(VALUE.replace("\"account\",\"key.json\"", many)), Reason.BAD_VALUE);
        assertMalformed(withValue(VALUE.replace("rot-20261101-7f3a", "r".repeat(64))), Reason.BAD_VALUE);
        assertMalformed(withValue(VALUE.replace("9b2e7d", "9".repeat(254))), Reason.BAD_VALUE);
        assertMalformed(withValue(VALUE.replace("key.json", "k".repeat(254))), Reason.BAD_VALUE);
        assertMalformed(withValue(VALUE.replace("archive-key", "a".repeat(254))), Reason.BAD_VALUE);
        assertMalformed(withValue(VALUE.replace("\"shop\"", "\"" + "s".repeat(64) + "\"")), Reason.BAD_VALUE);
    }

    @Test
    void aMessageUnderTheNameOfAnotherSecretIsRefused() {
        assertMalformed(
                new EventMessage(GOLDEN.topic(), "shop/other", GOLDEN.headers(), GOLDEN.value()), Reason.KEY_MISMATCH);
        assertMalformed(GOLDEN.withHeader("ce_partitionkey", "shop/other"), Reason.KEY_MISMATCH);
        assertMalformed(GOLDEN.withHeader("ce_subject", "shop/other"), Reason.BAD_SUBJECT);
        assertMalformed(GOLDEN.withHeader("ce_subject", ""), Reason.MISSING_HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"private_key\":\"hunter2\"",
                "\"privateKeyData\":\"hunter2\"",
                "\"password\":\"hunter2\"",
                "\"DB_PASSWORD\":\"hunter2\"",
                "\"access-token\":\"hunter2\"",
                "\"credentials\":{\"a\":\"hunter2\"}",
                "\"data\":{\"key.json\":\"hunter2\"}",
                "\"context\":[{\"stringData\":{\"key.json\":\"hunter2\"}}]",
                "\"note\":\"-----BEGIN PRIVATE KEY-----hunter2\"",
                "\"notes\":[\"-----BEGIN RSA PRIVATE KEY-----hunter2\"]"
            })
    void aValueThatHoldsKeyMaterialIsRefusedAndNotRepeated(String member) {
        // Given
        var message = withValue("{" + member + "," + VALUE.substring(1));

        // When, Then
        assertThatThrownBy(() -> CloudEvents.decode(message))
                .isInstanceOfSatisfying(
                        MalformedEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BAD_VALUE))
                .hasMessageContaining("an event names keys and never holds one")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secret\":hunter2}",
                "{\"hunter2\":1,\"hunter2\":2}",
                "{\"note\":\"hunter2\\ud800\"}",
                "{\"secret\":\"hunter2\"}",
                "{\"secret\":{\"namespace\":\"shop\",\"name\":\"archive-key\"},\"keys\":[\"hunter2 \"]}",
                "{\"secret\":{\"namespace\":\"shop\",\"name\":\"archive-key\"},\"keys\":[\"k\"],\"new_key_id\":\"hunter2\\n\"}"
            })
    void whatStandsWhereItDoesNotBelongIsNotRepeated(String value) {
        assertThatThrownBy(() -> CloudEvents.decode(withValue(value)))
                .isInstanceOf(MalformedEventException.class)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"private_key_id\":\"9b2e7d\"",
                "\"token_uri\":\"https://oauth2.googleapis.com/token\"",
                "\"metadata\":{\"uid\":\"u-1\"}",
                "\"dataset\":\"archive\"",
                "\"secret_version\":7"
            })
    void aMemberThatOnlyNamesSomethingIsLeftAlone(String member) {
        // Given
        var message = withValue("{" + member + "," + VALUE.substring(1));

        // When, Then
        assertThat(CloudEvents.decode(message)).isEqualTo(CloudEvents.decode(GOLDEN));
    }

    private static KeyRotated rotated(Optional<String> id, ObjectName secret, Set<String> keys, String newKeyId) {
        return new KeyRotated(id, secret, keys, Optional.empty(), Optional.of(newKeyId), Optional.empty(), NOON);
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static void assertMalformed(EventMessage message, Reason reason) {
        assertThatThrownBy(() -> CloudEvents.decode(message))
                .isInstanceOfSatisfying(
                        MalformedEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static EventMessage withValue(String value) {
        return new EventMessage(GOLDEN.topic(), GOLDEN.key(), GOLDEN.headers(), Bytes.utf8(value));
    }
}
