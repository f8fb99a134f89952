package io.otalite.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CloudEventsTest {

    static final List<String> REQUIRED_HEADERS =
            List.of("ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_time", "ce_sha256");

    private static final EventMessage PUBLISHED = GoldenMessage.read("TargetsPublished", "v1");
    private static final EventMessage ARCHIVED = GoldenMessage.read("TargetsArchived", "v1");
    private static final EventMessage RAISED = GoldenMessage.read("FindingRaised", "v1");
    private static final DocumentIdentity TARGETS_7 = DocumentIdentity.parse("acme/tuf/full/targets/7");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.250Z");
    private static final URI SOURCE = URI.create("urn:ota-lite:api-service");

    @Test
    void aPublishedDocumentCarriesItsAttributesInHeadersAndItsBytesUntouched() {
        // Given
        var document = Bytes.utf8("{ \"exactly\":  \"these bytes\" }\n");
        var previous = Bytes.utf8("before").sha256();
        var event = new TargetsPublished(TARGETS_7, document.sha256(), Optional.of(previous), NOON, document);

        // When
        var message = CloudEvents.encode(event, SOURCE);

        // Then
        assertThat(message.topic()).isEqualTo("ota.targets.published.v1");
        assertThat(message.key()).isEqualTo("acme");
        assertThat(message.value()).isEqualTo(document);
        assertThat(message.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "io.otalite.TargetsPublished.v1")
                .containsEntry("ce_source", "urn:ota-lite:api-service")
                .containsEntry("ce_id", "targets-published:acme/tuf/full/targets/7")
                .containsEntry("ce_subject", "acme/tuf/full/targets/7")
                .containsEntry("ce_time", "2026-11-01T12:00:00.250Z")
                .containsEntry("ce_partitionkey", "acme")
                .containsEntry("ce_sha256", document.sha256().hex())
                .containsEntry("ce_prevsha256", previous.hex())
                .containsEntry("content-type", "application/json")
                .hasSize(10);
        assertThat(CloudEvents.decode(message)).isEqualTo(event);
    }

    @Test
    void theFirstVersionHasNoDigestOfAVersionBefore() {
        // Given
        var document = Bytes.utf8("{}");
        var identity = new DocumentIdentity(
                new FactoryName("acme"), Dialect.TUF, DocumentIdentity.FULL_SET, RoleName.ROOT, MetadataVersion.FIRST);
        var event = new RootPublished(identity, document.sha256(), Optional.empty(), NOON, document);

        // When
        var message = CloudEvents.encode(event, SOURCE);

        // Then
        assertThat(message.headers()).doesNotContainKey("ce_prevsha256");
        assertThat(message.topic()).isEqualTo("ota.roots.published.v1");
        assertThat(CloudEvents.decode(message)).isEqualTo(event);
    }

    @Test
    void anUnknownTypeIsKeptAsItCame() {
        // Given
        var message = with(PUBLISHED, "ce_type", "io.otalite.KeyForgotten.v1");

        // When
        var event = CloudEvents.decode(message);

        // Then
        assertThat(event).isInstanceOfSatisfying(Unrecognised.class, unrecognised -> {
            assertThat(unrecognised.type()).isEqualTo("io.otalite.KeyForgotten.v1");
            assertThat(unrecognised.attributes())
                    .containsEntry("subject", "acme/tuf/full/targets/7")
                    .doesNotContainKey("content-type");
            assertThat(unrecognised.value()).isEqualTo(PUBLISHED.value());
        });
        assertThatThrownBy(() -> CloudEvents.encode(event, SOURCE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownTypeNeedsNoneOfOurOwnAttributes() {
        // Given
        var message = with(PUBLISHED, "ce_type", "io.otalite.KeyForgotten.v1");
        var bare = without(without(without(message, "ce_subject"), "ce_sha256"), "ce_time");

        // When / Then
        assertThat(CloudEvents.decode(bare)).isInstanceOf(Unrecognised.class);
    }

    @ParameterizedTest
    @FieldSource("REQUIRED_HEADERS")
    void aMissingHeaderIsNamed(String header) {
        assertMalformed(without(PUBLISHED, header), Reason.MISSING_HEADER, header);
        assertMalformed(with(PUBLISHED, header, ""), Reason.MISSING_HEADER, header);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ce_specversion,  0.3,                          UNSUPPORTED_SPECVERSION
            ce_source,       'http://[',                   BAD_HEADER
            ce_time,         yesterday,                    BAD_HEADER
            ce_time,         2026-11-01T12:00:00,          BAD_HEADER
            ce_sha256,       ABCDEF,                       BAD_HEADER
            ce_prevsha256,   '',                           BAD_HEADER
            ce_sha256,       aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, DIGEST_MISMATCH
            ce_subject,      acme/tuf/full/targets,        BAD_SUBJECT
            ce_subject,      acme/tuf/full/targets/7/,     BAD_SUBJECT
            ce_subject,      acme/tuf/full/targets/0,      BAD_SUBJECT
            ce_subject,      acme/tuf/full/targets/07,     BAD_SUBJECT
            ce_subject,      acme/tuf/full/targets/9999999999999999, BAD_SUBJECT
            ce_subject,      acme/tuf/full/mirrors/7,      BAD_SUBJECT
            ce_subject,      acme/foo/full/targets/7,      BAD_SUBJECT
            ce_subject,      acme/tuf/../targets/7,        BAD_SUBJECT
            ce_subject,      ACME/tuf/full/targets/7,      BAD_SUBJECT
            ce_subject,      acme/tuf/full/root/7,         WRONG_ROLE
            ce_subject,      other/tuf/full/targets/7,     KEY_MISMATCH
            ce_partitionkey, other,                        KEY_MISMATCH
            """)
    void aHeaderThatIsWrongIsRefusedWithAReason(String header, String text, Reason reason) {
        assertMalformed(with(PUBLISHED, header, text), reason, "");
    }

    @Test
    void aKeyThatIsNotTheFactoryIsRefused() {
        var message = new EventMessage(PUBLISHED.topic(), "other", PUBLISHED.headers(), PUBLISHED.value());

        assertMalformed(message, Reason.KEY_MISMATCH, "other");
    }

    @Test
    void aDocumentThatWasChangedOnItsWayIsRefused() {
        assertMalformed(withValue(PUBLISHED, "{}"), Reason.DIGEST_MISMATCH, "acme/tuf/full/targets/7");
        assertMalformed(withValue(PUBLISHED, ""), Reason.DIGEST_MISMATCH, "acme/tuf/full/targets/7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "generation":1762000000000001 | "generation":"1" | BAD_VALUE
            "generation":1762000000000001 | "generation":0   | BAD_VALUE
            "version":7                   | "version":7.5    | BAD_VALUE
            "version":7                   | "version":8      | BAD_VALUE
            "role":"targets"              | "role":"root"    | BAD_VALUE
            "bucket":                     | "pail":          | BAD_VALUE
            "set":"full"                  | "set":7          | BAD_VALUE
            "set":"full"                  | "set":"full","set":"full" | BAD_VALUE
            }                             | }{               | BAD_VALUE
            {                             | [                | BAD_VALUE
            """)
    void anArchivedValueThatIsWrongIsRefused(String original, String replacement, Reason reason) {
        var value = new String(ARCHIVED.value().toArray(), UTF_8);

        assertMalformed(withValue(ARCHIVED, value.replace(original, replacement)), reason, "");
    }

    @Test
    void anArchivedEventWhoseDigestsDifferIsRefused() {
        var other = Bytes.utf8("other").sha256().hex();

        assertMalformed(with(ARCHIVED, "ce_sha256", other), Reason.DIGEST_MISMATCH, other);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "also_affected":2        | "also_affected":"2"
            "also_affected":2        | "also_affected":-1
            "verdict":               | "opinion":
            "kind":"Deployment"      | "kind":"Deploy/ment"
            "since":"2026            | "since":"in 2026
            "cause":"object_missing" | "cause":""
            "patch":[                | "patch":{"a":1},"more":[
            """)
    void aValueOfAFindingThatIsWrongIsRefused(String original, String replacement) {
        var value = new String(RAISED.value().toArray(), UTF_8);

        assertMalformed(withValue(RAISED, value.replace(original, replacement)), Reason.BAD_VALUE, "");
    }

    @Test
    void aFindingUnderTheNameOfAnotherWorkloadIsRefused() {
        var key = new EventMessage(RAISED.topic(), "shop/Deployment/other", RAISED.headers(), RAISED.value());

        assertMalformed(key, Reason.KEY_MISMATCH, "shop/Deployment/other");
        assertMalformed(
                with(RAISED, "ce_subject", "shop/Deployment/other#3b1f6a0c5d2e4f708192a3b4c5d6e7f8"),
                Reason.BAD_SUBJECT,
                "shop/Deployment/other");
    }

    @Test
    void whatIsFoundAgainAfterItWasMendedIsAnotherEvent() {
        // Given
        var first = (FindingRaised) CloudEvents.decode(RAISED);
        var again = new FindingRaised(
                first.id(),
                first.workload(),
                first.revision(),
                first.verdict(),
                first.cause(),
                first.path(),
                first.target(),
                first.key(),
                first.message(),
                NOON,
                first.evidence(),
                first.nearest(),
                first.fix(),
                first.alsoAffected(),
                NOON.plusSeconds(60));

        // When
        var message = CloudEvents.encode(again, SOURCE);

        // Then
        assertThat(message.headers().get("ce_id")).isNotEqualTo(RAISED.headers().get("ce_id"));
        assertThat(message.headers().get("ce_subject"))
                .isEqualTo(RAISED.headers().get("ce_subject"));
    }

    @Test
    void aRecordThatContradictsItselfCannotBeMade() {
        var document = Bytes.utf8("{}");
        var wrong = Sha256.of(new byte[] {1});
        var root1 = DocumentIdentity.parse("acme/tuf/full/root/1");

        assertThatThrownBy(() -> new TargetsPublished(TARGETS_7, wrong, Optional.empty(), NOON, document))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new TargetsPublished(root1, document.sha256(), Optional.empty(), NOON, document))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new RootPublished(TARGETS_7, document.sha256(), Optional.empty(), NOON, document))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new TargetsArchived(TARGETS_7, wrong, "bucket", "", 1, NOON))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aTextOfAStrangerIsShortAndPrintableInAMessage() {
        var subject = "a\nb" + "c".repeat(5000);

        assertThatThrownBy(() -> CloudEvents.decode(with(PUBLISHED, "ce_subject", subject)))
                .hasMessageContaining("a?bccc")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    private static void assertMalformed(EventMessage message, Reason reason, String named) {
        assertThatThrownBy(() -> CloudEvents.decode(message))
                .isInstanceOfSatisfying(
                        MalformedEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(named);
    }

    private static EventMessage with(EventMessage message, String header, String text) {
        return message.withHeader(header, text);
    }

    private static EventMessage without(EventMessage message, String header) {
        var headers = new TreeMap<>(message.headers());
        headers.remove(header);
        return new EventMessage(message.topic(), message.key(), headers, message.value());
    }

    private static EventMessage withValue(EventMessage message, String value) {
        return new EventMessage(message.topic(), message.key(), message.headers(), Bytes.utf8(value));
    }
}
