package io.otalite.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.otalite.tuf.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each event type owes to those who build on it: schema, golden file, documentation, and that all of them agree. */
class EventContractTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> DOCUMENTS = Set.of("TargetsPublished", "RootPublished", "TargetsArchived");

    /** Every event that can be written, by the name of its record. */
    static Stream<String> types() {
        return records(Event.class).filter(type -> type != Unrecognised.class).map(Class::getSimpleName);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventContractTest::records)
                : Stream.of(type);
    }

    @Test
    void thereAreEventTypesToJudge() {
        assertThat(types()).contains("TargetsPublished", "RestartVerified");
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsHeadersFollowTheirSchema(String type) throws Exception {
        var headers = GoldenMessage.read(type, "v1").headers();

        assertThat(violations("schemas/" + type + "/v1.headers.json", JSON.writeValueAsString(headers)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsHeaderSchemaRefusesAMessageWithoutEachRequiredHeader(String type) throws Exception {
        for (var required : requiredHeaders(type)) {
            var headers = new TreeMap<>(GoldenMessage.read(type, "v1").headers());
            headers.remove(required);

            assertThat(violations("schemas/" + type + "/v1.headers.json", JSON.writeValueAsString(headers)))
                    .as("without " + required)
                    .contains(required);
        }
    }

    /** What speaks of a document carries its digest. */
    private static List<String> requiredHeaders(String type) {
        return DOCUMENTS.contains(type)
                ? CloudEventsTest.REQUIRED_HEADERS
                : CloudEventsTest.REQUIRED_HEADERS.stream()
                        .filter(header -> !header.equals("ce_sha256"))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsGoldenFileIsReadAsTheTypeItNames(String type) {
        var event = CloudEvents.decode(GoldenMessage.read(type, "v1"));

        assertThat(event.getClass().getSimpleName()).isEqualTo(type);
        assertThat(event.type()).isEqualTo("io.otalite." + type + ".v1");
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsGoldenFileIsWhatIsWrittenToday(String type) {
        var golden = GoldenMessage.read(type, "v1");
        var source = URI.create(golden.headers().get("ce_source"));

        var written = CloudEvents.encode(CloudEvents.decode(golden), source);

        assertThat(written).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatANewerWriterAddsIsLeftAlone(String type) throws Exception {
        var newer = GoldenMessage.read(type, "v1-from-a-newer-writer");

        assertThat(CloudEvents.decode(newer)).isEqualTo(CloudEvents.decode(GoldenMessage.read(type, "v1")));
        assertThat(violations("schemas/" + type + "/v1.headers.json", JSON.writeValueAsString(newer.headers())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void itIsDocumented(String type) throws Exception {
        var documentation = Files.readString(Path.of("..", "..", "docs", "events.md"), UTF_8);

        assertThat(documentation).contains("io.otalite." + type + ".v1");
    }

    @ParameterizedTest
    @CsvSource({
        "TargetsArchived, '\"version\":7', '\"version\":0'",
        "FindingRaised, '\"cause\":\"object_missing\"', '\"cause\":\"Object missing\"'",
        "FindingRaised, '\"kind\":\"Secret\"', '\"kind\":\"\"'",
        "FindingCleared, '\"since\":\"2026', '\"since\":\"in 2026'",
        "KeyRotated, '\"keys\":[\"account\"', '\"keys\":[\"..account\"'",
        "KeyRotated, '\"keys\":[\"account\",\"key.json\"]', '\"keys\":[]'",
        "KeyRotated, '\"name\":\"archive-key\"', '\"name\":\"archive_key\"'",
        "KeyRotated, '\"kind\":\"Secret\"', '\"kind\":\"ConfigMap\"'",
        "KeyRotated, '\"rotation_id\":\"rot-', '\"rotation_id\":\"rot/'",
        "RestartVerified, '\"evidence\":[', '\"evidence\":[7,'",
        "RestartFailed, '\"reason\":', '\"because\":'",
        "RotationRefused, '\"reasons\":[', '\"reasons\":[[],'",
        "RotationCompleted, '\"completed_at\":\"2026', '\"completed_at\":\"in 2026'",
        "RotationRolledBack, '\"rotation_id\":\"rot-', '\"rotation_id\":\"rot/'",
    })
    void aValueOfOurOwnFollowsItsSchema(String type, String original, String wrong) {
        var schema = "schemas/" + type + "/v1.value.json";
        for (var file : List.of("v1", "v1-from-a-newer-writer")) {
            var value = new String(GoldenMessage.read(type, file).value().toArray(), UTF_8);

            assertThat(violations(schema, value)).isEmpty();
            assertThat(violations(schema, value.replace(original, wrong))).isNotEmpty();
        }
    }

    /** The schemas know every dialect that there is, and no other. */
    @ParameterizedTest
    @ValueSource(strings = {"TargetsPublished", "RootPublished", "TargetsArchived"})
    void aDocumentMayBeOfAnyDialect(String type) throws Exception {
        var schema = "schemas/" + type + "/v1.headers.json";
        var headers = JSON.writeValueAsString(GoldenMessage.read(type, "v1").headers());

        for (var dialect : Dialect.all()) {
            assertThat(violations(schema, headers.replace("/tuf/", "/" + dialect.id() + "/")))
                    .as(dialect.id())
                    .isEmpty();
        }
        assertThat(violations(schema, headers.replace("/tuf/", "/uptane/"))).isNotEmpty();
    }

    @Test
    void anArchivedDocumentMayBeOfAnyDialect() {
        var value =
                new String(GoldenMessage.read("TargetsArchived", "v1").value().toArray(), UTF_8);

        for (var dialect : Dialect.all()) {
            var other = value.replace("\"dialect\":\"tuf\"", "\"dialect\":\"%s\"".formatted(dialect.id()));
            assertThat(violations("schemas/TargetsArchived/v1.value.json", other))
                    .isEmpty();
        }
    }

    private static String violations(String schemaFile, String json) {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (var file = EventContractTest.class.getResourceAsStream("/" + schemaFile)) {
            assertThat(file).as(schemaFile).isNotNull();
            var schema = registry.getSchema(file, InputFormat.JSON);
            var errors = schema.validate(
                    json, InputFormat.JSON, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
            return String.join("; ", errors.stream().map(Object::toString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
